import type { OpenApiContent, OpenApiDocument, OpenApiOperation, OpenApiParameter } from './read-document.ts';
import type { Check, CheckOf } from './schema-checks.ts';

/** One request as it came over the wire. Header names are in lower case. */
export interface ApiRequest {
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Undefined when nothing was sent. */
  readonly body: unknown;
}

interface Addressed {
  readonly document: OpenApiDocument;
  readonly operation: OpenApiOperation;
  readonly checkOf: CheckOf;
  readonly pathParams: Readonly<Record<string, string>>;
}

/** What a document says against a request: its credential, headers, address and body. */
export function requestProblems(
  { document, operation, checkOf, pathParams }: Addressed,
  request: ApiRequest,
): string[] {
  const parameters = (place: string): readonly OpenApiParameter[] =>
    (operation.parameters ?? []).filter((parameter) => parameter.in === place);
  return [
    ...credentialProblems(document, request.headers),
    ...parameters('header').flatMap((parameter) => headerProblems(document, parameter, request.headers)),
    ...parameters('path').flatMap(({ name, schema }) =>
      textProblems(checkOf(schema), `path ${name}`, [pathParams[name] ?? '']),
    ),
    ...queryProblems(parameters('query'), checkOf, request.query),
    ...bodyProblems(operation.requestBody, checkOf, request),
  ];
}

/** The check of a JSON body. */
export function bodyCheck(content: OpenApiContent, checkOf: CheckOf): Check {
  const schema = content.content?.['application/json']?.schema;
  return schema === undefined ? () => [] : checkOf(schema);
}

function credentialProblems(document: OpenApiDocument, headers: ApiRequest['headers']): string[] {
  const schemes = document.components?.securitySchemes ?? {};
  const alternatives = (document.security ?? []).map((alternative) => Object.keys(alternative));
  const isGiven = (scheme: string): boolean => {
    const { in: place, name = '' } = schemes[scheme] ?? {};
    return place !== 'header' || headers[name.toLowerCase()] !== undefined;
  };
  if (alternatives.length === 0 || alternatives.some((names) => names.every(isGiven))) return [];
  return [`no credential: ${alternatives.map((names) => names.join(' and ')).join(', or ')}`];
}

/** A version header has to name this document's version: another version is another document's promise. */
function headerProblems(
  { info }: OpenApiDocument,
  { name, required }: OpenApiParameter,
  headers: ApiRequest['headers'],
): string[] {
  const value = headers[name.toLowerCase()];
  if (value === undefined) return required === true ? [`header ${name} is missing`] : [];
  const isVersion = /api-version$/i.test(name);
  return isVersion && value !== info.version ? [`header ${name} is ${value}, not ${info.version}`] : [];
}

function queryProblems(
  declared: readonly OpenApiParameter[],
  checkOf: CheckOf,
  query: URLSearchParams,
): string[] {
  const names = new Set(declared.map(({ name }) => name));
  const unknown = [...new Set(query.keys())].filter((name) => !names.has(name));
  return [
    ...unknown.map((name) => `query ${name} is not in the document`),
    ...declared.flatMap(({ name, required, schema }) => {
      const texts = query.getAll(name);
      if (texts.length === 0) return required === true ? [`query ${name} is missing`] : [];
      return textProblems(checkOf(schema), `query ${name}`, texts);
    }),
  ];
}

/** A text in an address is what its schema says: a text, a number, a boolean or a list. */
function textProblems(check: Check, place: string, texts: readonly string[]): string[] {
  const [text = ''] = texts;
  const readings: unknown[] = [texts];
  if (texts.length === 1) readings.push(text);
  if (texts.length === 1 && /^-?\d+(\.\d+)?$/.test(text)) readings.push(Number(text));
  if (text === 'true' || text === 'false') readings.push(text === 'true');
  if (readings.some((reading) => check(reading).length === 0)) return [];
  return check(text).map((problem) => `${place} ${problem}`);
}

function bodyProblems(
  declared: OpenApiOperation['requestBody'],
  checkOf: CheckOf,
  { headers, body }: ApiRequest,
): string[] {
  if (declared === undefined) return body === undefined ? [] : ['the document has no request body here'];
  if (body === undefined) return declared.required === true ? ['the request body is missing'] : [];
  if (!(headers['content-type'] ?? '').startsWith('application/json'))
    return ['the request body is not named application/json'];
  return bodyCheck(declared, checkOf)(body).map((problem) => `request ${problem}`);
}
