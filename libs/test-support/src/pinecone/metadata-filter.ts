export type Metadata = Readonly<Record<string, string>>;

type Operators = Readonly<Record<string, unknown>>;

const OPERATORS: Readonly<Record<string, (value: string | undefined, operand: unknown) => boolean>> = {
  $eq: (value, operand) => value === operand,
  $in: (value, operand) => value !== undefined && listOf(operand).includes(value),
};

/**
 * Pinecone's filter language as far as the adapter uses it; the documents leave it open. An operator that it does not
 * know is an error, not a match.
 */
export function matchesFilter(metadata: Metadata, filter: object | undefined): boolean {
  return Object.entries(filter ?? {}).every(([key, condition]) => {
    if (key === '$and') return filtersOf(condition).every((part) => matchesFilter(metadata, part));
    if (key === '$or') return filtersOf(condition).some((part) => matchesFilter(metadata, part));
    return Object.entries(condition as Operators).every(([operator, operand]) => {
      const test = OPERATORS[operator];
      if (test === undefined) throw new Error(`The double does not know ${operator}.`);
      return test(metadata[key], operand);
    });
  });
}

function listOf(operand: unknown): readonly unknown[] {
  if (!Array.isArray(operand)) throw new Error('$in takes a list.');
  return operand;
}

const filtersOf = (condition: unknown): readonly object[] => listOf(condition) as readonly object[];
