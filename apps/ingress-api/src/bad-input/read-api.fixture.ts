import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { z } from 'zod';

const media = z.object({ schema: z.unknown().optional() });
const content = z.record(z.string(), media);
const operationObject = z.object({
  operationId: z.string(),
  parameters: z.array(z.object({ name: z.string(), in: z.string() })).optional(),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ content: content.optional() })),
});
const documentObject = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationObject)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** How many parameters the path has. */
  readonly params: number;
  readonly query: readonly string[];
  readonly hasBody: boolean;
  readonly fields: readonly string[];
  readonly responses: z.output<typeof operationObject>['responses'];
}

/** An OpenAPI document as a caller reads it. */
export interface Api {
  readonly operations: readonly Operation[];
  /** A body that the operation may well accept. */
  exampleOf(operation: Operation): Readonly<Record<string, unknown>>;
  /** What is wrong with a reply of the operation; null when it is as the document says. */
  faultOf(operation: Operation, reply: { status: number; contentType: string; body: unknown }): string | null;
}

/** Bodies of which changed fields are the only ones that are wrong. */
const EXAMPLES: Readonly<Record<string, object>> = {
  '/v1/queries': { question: 'How many days of leave?' },
  '/v1/queries/batch': { queries: [{ question: 'How many days of leave?' }] },
  '/v1/queries/{id}/feedback': { rating: 'up' },
  '/v1/documents': { documents: [{ id: 'doc-1', title: 'Leave', content: 'Thirty days of leave.' }] },
  '/v1/documents/{id}': { namespace: 'default' },
  '/v1/search': { query: 'leave' },
  '/v1/api-keys': { principal_id: 'somebody', role: 'user' },
  '/v1/budget': { monthly_usd: 1_000_000, action: 'degrade' },
  '/v1/degradation': { level: 'full', reason: 'generated' },
  '/v1/cache/warm': { questions: ['How many days of leave?'] },
  '/v1/costs/estimate': { daily_queries: 100 },
};

/** Reads `GET /openapi.json`. Operations that end in a stream of events, or that switch others off, are left out. */
export function readApi(json: unknown, leaveOut: (operationId: string) => boolean): Api {
  const document = documentObject.parse(json);
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  ajv.addSchema({ $id: 'api', ...document });
  const compiled = new Map<unknown, ValidateFunction>();
  const check = (schema: unknown): ValidateFunction => {
    const known = compiled.get(schema) ?? ajv.compile(within(schema));
    compiled.set(schema, known);
    return known;
  };
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { operationId }]) => !leaveOut(operationId))
      .map(([method, facts]) => operationOf(path, method, facts, document.components.schemas)),
  );
  return {
    operations,
    exampleOf: ({ path }) => ({ ...EXAMPLES[path] }),
    faultOf: ({ responses }, { status, contentType, body }) => {
      const response = responses[String(status)];
      if (response === undefined) return `status ${status} is not in the document`;
      if (response.content === undefined) return null;
      const type = contentType.split(';', 1)[0] ?? '';
      const declared = response.content[type];
      if (declared === undefined) return `content type ${contentType} of ${status} is not in the document`;
      if (declared.schema === undefined) return null;
      const validate = check(declared.schema);
      return validate(body) ? null : `${status}: ${ajv.errorsText(validate.errors).slice(0, 300)}`;
    },
  };
}

function operationOf(
  path: string,
  method: string,
  facts: z.output<typeof operationObject>,
  schemas: Readonly<Record<string, unknown>>,
): Operation {
  const schema = facts.requestBody?.content['application/json']?.schema;
  return {
    id: facts.operationId,
    method,
    path,
    params: path.match(/\{\w+\}/g)?.length ?? 0,
    query: (facts.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name),
    hasBody: facts.requestBody !== undefined,
    fields: fieldsOf(schema, schemas),
    responses: facts.responses,
  };
}

const objectSchema = z.object({ properties: z.record(z.string(), z.unknown()) });
const reference = z.object({ $ref: z.string() });

function fieldsOf(schema: unknown, schemas: Readonly<Record<string, unknown>>): string[] {
  const referred = reference.safeParse(schema);
  const target = referred.success ? schemas[referred.data.$ref.split('/').at(-1) ?? ''] : schema;
  const parsed = objectSchema.safeParse(target);
  return parsed.success ? Object.keys(parsed.data.properties) : [];
}

/** The same schema with its references into the document. */
function within(schema: unknown): object {
  const text = JSON.stringify(schema).replaceAll('"#/', '"api#/');
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
}

/** The seed of a run: a new one each time, unless one is given to repeat a failure. */
export const seedOf = (given: string | undefined): number =>
  given === undefined ? (fc.sample(fc.integer({ min: 0 }), { numRuns: 1 })[0] ?? 0) : Number(given);
