type Payload = Readonly<Record<string, unknown>>;

interface FilterShape {
  readonly must?: unknown;
  readonly should?: unknown;
  readonly [other: string]: unknown;
}

interface ConditionShape extends FilterShape {
  readonly key?: string;
  readonly match?: { readonly value?: unknown; readonly any?: readonly unknown[] };
  readonly has_id?: readonly unknown[];
}

const KNOWN: ReadonlySet<string> = new Set(['must', 'should', 'key', 'match', 'has_id']);

/** Qdrant's filters as far as the adapter uses them. A condition that it does not know is an error, not a match. */
export function matchesPayload(id: string, payload: Payload, filter: unknown): boolean {
  if (filter === undefined || filter === null) return true;
  const condition = filter as ConditionShape;
  for (const word of Object.keys(condition))
    if (!KNOWN.has(word)) throw new Error(`The double does not know ${word}.`);
  if (condition.key !== undefined) return matchesField(payload[condition.key], condition.match);
  if (condition.has_id !== undefined) return condition.has_id.includes(id);
  const must = listOf(condition.must).every((part) => matchesPayload(id, payload, part));
  const should = listOf(condition.should);
  return must && (should.length === 0 || should.some((part) => matchesPayload(id, payload, part)));
}

/** The payload fields that a filter looks at. */
export function fieldsOf(filter: unknown): string[] {
  if (filter === undefined || filter === null) return [];
  const { key, must, should } = filter as ConditionShape;
  if (key !== undefined) return [key];
  return [...listOf(must), ...listOf(should)].flatMap(fieldsOf);
}

function matchesField(value: unknown, match: ConditionShape['match']): boolean {
  if (match === undefined) throw new Error('The double knows match alone.');
  const [kind] = Object.keys(match);
  if (kind === 'value') return value === match.value;
  if (kind === 'any') return (match.any ?? []).includes(value);
  throw new Error(`The double does not know match ${kind ?? 'nothing'}.`);
}

const listOf = (value: unknown): readonly unknown[] => {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
};
