import type { OpenApiContent, OpenApiDocument, OpenApiOperation } from './read-document.ts';
import { type ApiRequest, bodyCheck, requestProblems } from './request-problems.ts';
import { type CheckOf, createSchemaChecks } from './schema-checks.ts';

export interface ApiOperation {
  /** Method and path template, such as `PUT /collections/{collection_name}`. */
  readonly name: string;
  readonly pathParams: Readonly<Record<string, string>>;
  /** What the document says against this request; empty when nothing. */
  requestProblems(request: ApiRequest): string[];
  /** What the document says against this reply. `body` is undefined when nothing is sent. */
  replyProblems(status: number, body: unknown): string[];
  /** True when the document says what a reply of this status looks like. */
  hasReply(status: number): boolean;
}

export interface ApiContract {
  /** Undefined where no document has such an operation. */
  operationOf(method: string, pathname: string): ApiOperation | undefined;
}

const METHODS: ReadonlySet<string> = new Set(['get', 'put', 'post', 'patch', 'delete']);

/** What a vendor's documents promise of its HTTP API. */
export function createApiContract(documents: readonly OpenApiDocument[]): ApiContract {
  const operations = documents.flatMap(operationsOf);
  return {
    operationOf(method, pathname) {
      // A literal path goes before a template that would match it too.
      const matches = operations
        .filter((operation) => operation.method === method.toUpperCase())
        .map((operation) => ({ operation, groups: operation.pattern.exec(pathname) }))
        .filter(({ groups }) => groups !== null)
        .toSorted((left, right) => left.operation.names.length - right.operation.names.length);
      const [best] = matches;
      if (best === undefined) return undefined;
      const values = (best.groups ?? []).slice(1).map(decodeURIComponent);
      const pathParams = Object.fromEntries(best.operation.names.map((name, at) => [name, values[at] ?? '']));
      return best.operation.at(pathParams);
    },
  };
}

interface TemplatedOperation {
  readonly method: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  at(pathParams: Readonly<Record<string, string>>): ApiOperation;
}

function operationsOf(document: OpenApiDocument): TemplatedOperation[] {
  const checkOf = createSchemaChecks(document);
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => METHODS.has(method))
      .map(([method, operation]) => templated({ document, checkOf, path, method, operation })),
  );
}

interface Described {
  readonly document: OpenApiDocument;
  readonly checkOf: CheckOf;
  readonly path: string;
  readonly method: string;
  readonly operation: OpenApiOperation;
}

function templated({ document, checkOf, path, method, operation }: Described): TemplatedOperation {
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? '');
  const replyOf = (status: number): OpenApiContent | undefined =>
    operation.responses[status] ??
    operation.responses[`${Math.floor(status / 100)}XX`] ??
    operation.responses['default'];
  return {
    method: method.toUpperCase(),
    pattern: new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '([^/]+)')}$`),
    names,
    at: (pathParams) => ({
      name: `${method.toUpperCase()} ${path}`,
      pathParams,
      requestProblems: (request) => requestProblems({ document, operation, checkOf, pathParams }, request),
      replyProblems: (status, body) => {
        const reply = replyOf(status);
        if (reply === undefined) return [`the document has no reply ${status}`];
        if (reply.content === undefined) return body === undefined ? [] : ['the document has no body here'];
        return bodyCheck(reply, checkOf)(body).map((problem) => `reply ${problem}`);
      },
      hasReply: (status) => replyOf(status) !== undefined,
    }),
  };
}
