/** First in, first out, at the same cost however long it is: the shift of an array moves all that is behind. */
export interface Fifo<Item> {
  push(item: Item): void;
  take(): Item | undefined;
}

export function createFifo<Item>(): Fifo<Item> {
  let arrived: Item[] = [];
  /** The first one is last. */
  let leaving: Item[] = [];
  return {
    push: (item) => void arrived.push(item),
    take: () => {
      if (leaving.length === 0) [leaving, arrived] = [arrived.toReversed(), []];
      return leaving.pop();
    },
  };
}
