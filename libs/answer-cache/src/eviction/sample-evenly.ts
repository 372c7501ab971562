/** At most `limit` of the items, from the first on, at equal distances. */
export function sampleEvenly<Item>(items: readonly Item[], limit: number): readonly Item[] {
  if (items.length <= limit) return items;
  const step = items.length / limit;
  const places = new Set(Array.from({ length: limit }, (_, at) => Math.floor(at * step)));
  return items.filter((_item, at) => places.has(at));
}
