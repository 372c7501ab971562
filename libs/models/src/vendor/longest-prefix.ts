/** The row of the table whose name is the longest beginning of `name`: dated and sized versions need no row of their own. */
export function longestPrefix<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  const [best] = Object.keys(table)
    .filter((prefix) => name.startsWith(prefix))
    .toSorted((left, right) => right.length - left.length);
  return best === undefined ? undefined : table[best];
}
