export interface RequestLimits {
  readonly maxItems: number;
  /** Of the items' JSON together. */
  readonly maxBytes: number;
}

/**
 * Cuts entries into the requests that a store takes, in their order and one request at a time. What is measured is the
 * JSON of the items that will be sent. An item above the limit goes alone: the store's own refusal says more than ours
 * could.
 */
export function* cutRequests<Entry, Item>(
  entries: readonly Entry[],
  itemOf: (entry: Entry) => Item,
  { maxItems, maxBytes }: RequestLimits,
): Generator<Item[]> {
  let request: Item[] = [];
  let sizeBytes = 0;
  for (const entry of entries) {
    const item = itemOf(entry);
    // The comma between two items is the byte more.
    const itemBytes = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (request.length > 0 && (request.length === maxItems || sizeBytes + itemBytes > maxBytes)) {
      yield request;
      request = [];
      sizeBytes = 0;
    }
    request.push(item);
    sizeBytes += itemBytes;
  }
  if (request.length > 0) yield request;
}

/** Cuts ids into lists of at most `maxIds`, each id once. */
export function* cutIds(ids: readonly string[], maxIds: number): Generator<string[]> {
  const unique = [...new Set(ids)];
  for (let start = 0; start < unique.length; start += maxIds) yield unique.slice(start, start + maxIds);
}

/** A vector as JSON numbers. Nine digits name every float32 exactly; written out as a double it takes up to 20. */
export const jsonNumbers = (vector: Float32Array): number[] =>
  Array.from(vector, (value) => Number(value.toPrecision(9)));
