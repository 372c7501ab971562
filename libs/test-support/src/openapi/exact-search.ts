const dot = (left: readonly number[], right: readonly number[]): number =>
  left.reduce((sum, value, position) => sum + value * (right[position] ?? 0), 0);

const norm = (vector: readonly number[]): number => Math.sqrt(dot(vector, vector));

/** The `limit` nearest of the entries by cosine, exactly, nearest first. */
export function nearestByCosine<Entry>(
  entries: readonly Entry[],
  vectorOf: (entry: Entry) => readonly number[],
  query: readonly number[],
  limit: number,
): { readonly entry: Entry; readonly score: number }[] {
  const length = norm(query);
  return entries
    .map((entry) => {
      const vector = vectorOf(entry);
      return { entry, score: dot(vector, query) / (norm(vector) * length) };
    })
    .toSorted((left, right) => right.score - left.score)
    .slice(0, limit);
}
