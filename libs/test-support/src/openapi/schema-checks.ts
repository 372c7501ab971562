import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { jsonSchemaOf, schemasOf } from './json-schema.ts';
import type { OpenApiDocument } from './read-document.ts';

/** What is wrong with a value; empty when nothing is. */
export type Check = (value: unknown) => string[];

/** The check of one schema of a document. */
export type CheckOf = (schema: unknown) => Check;

const MAX_PROBLEMS = 5;

/** Formats that OpenAPI generators of other languages write; their bounds stand beside them as `minimum`. */
const INTEGERS = ['uint', 'uint8', 'uint32', 'uint64'];

/** Compiles schemas of one document. The same schema is compiled once. */
export function createSchemaChecks(document: OpenApiDocument): CheckOf {
  const ajv = new Ajv2020({ strict: false, validateFormats: true });
  formats.default(ajv);
  for (const format of INTEGERS) ajv.addFormat(format, { type: 'number', validate: Number.isInteger });
  for (const format of ['binary', 'partial-date-time']) ajv.addFormat(format, true);
  const base = 'document';
  ajv.addSchema({ $id: base, components: { schemas: schemasOf(document.components?.schemas, base) } });
  const compiled = new Map<unknown, ValidateFunction>();
  return (schema) => {
    const validate = compiled.get(schema) ?? ajv.compile(jsonSchemaOf(schema, base));
    compiled.set(schema, validate);
    return (value) => (validate(value) ? [] : (validate.errors ?? []).slice(0, MAX_PROBLEMS).map(problemOf));
  };
}

function problemOf({ instancePath, message, params }: ErrorObject): string {
  const field = (params as { additionalProperty?: string }).additionalProperty;
  return `${instancePath === '' ? '/' : instancePath} ${message ?? ''}${field === undefined ? '' : `: ${field}`}`;
}
