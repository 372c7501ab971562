/** Reads lines of `value: word word word` as a map from each word to its value. */
export function wordTable(lines: string): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  for (const line of lines.trim().split(/\n+/)) {
    const [value = '', words = ''] = line.split(': ');
    for (const word of words.split(' ')) table.set(word, value);
  }
  return table;
}
