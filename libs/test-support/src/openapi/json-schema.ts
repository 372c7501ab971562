export type JsonSchema = Readonly<Record<string, unknown>>;

/** Keywords that mean the same in OpenAPI 3.0, 3.1 and JSON Schema 2020-12. Everything else is prose or handled below. */
const KEPT: ReadonlySet<string> = new Set([
  'type',
  'enum',
  'const',
  'format',
  'pattern',
  'required',
  'minimum',
  'maximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
]);
const ONE: ReadonlySet<string> = new Set(['items', 'additionalProperties', 'not']);
const LIST: ReadonlySet<string> = new Set(['anyOf', 'oneOf']);
const REFUSED: ReadonlySet<string> = new Set(['allOf', 'exclusiveMinimum', 'exclusiveMaximum']);

/**
 * An OpenAPI schema as JSON Schema 2020-12, and stricter than it reads: an object that lists its properties takes no
 * others, because a misspelt field is what a double must not let pass. References are resolved against `base`.
 */
export function jsonSchemaOf(schema: unknown, base: string): JsonSchema | boolean {
  if (typeof schema === 'boolean') return schema;
  const source = schema as JsonSchema;
  const converted: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(source)) {
    if (REFUSED.has(keyword)) throw new Error(`The validator does not know ${keyword}.`);
    if (KEPT.has(keyword)) converted[keyword] = value;
    if (ONE.has(keyword)) converted[keyword] = jsonSchemaOf(value, base);
    if (LIST.has(keyword)) converted[keyword] = (value as unknown[]).map((part) => jsonSchemaOf(part, base));
    if (keyword === 'properties') converted[keyword] = schemasOf(value, base);
    if (keyword === '$ref') converted[keyword] = `${base}${String(value)}`;
  }
  return nullableOf(source, closed(withListBounds(converted)));
}

/** Every schema of a map, such as `properties` or `components.schemas`. */
export function schemasOf(schemas: unknown, base: string): JsonSchema {
  return Object.fromEntries(
    Object.entries((schemas ?? {}) as JsonSchema).map(([name, schema]) => [name, jsonSchemaOf(schema, base)]),
  );
}

/** A list's bounds written as a text's, as Pinecone's documents do, would bind nothing. */
function withListBounds(schema: JsonSchema): JsonSchema {
  if (schema['type'] !== 'array') return schema;
  const { minLength, maxLength, ...rest } = schema;
  return {
    ...rest,
    ...(minLength === undefined ? {} : { minItems: minLength }),
    ...(maxLength === undefined ? {} : { maxItems: maxLength }),
  };
}

function closed(schema: JsonSchema): JsonSchema {
  const isClosable = 'properties' in schema && !('additionalProperties' in schema);
  return isClosable ? { ...schema, additionalProperties: false } : schema;
}

/** In Qdrant's document `{nullable: true}` alone is the branch that means null; read plainly it would let anything through. */
function nullableOf({ nullable }: JsonSchema, schema: JsonSchema): JsonSchema {
  if (nullable !== true) return schema;
  if (Object.keys(schema).length === 0) return { type: 'null' };
  return { anyOf: [schema, { type: 'null' }] };
}
