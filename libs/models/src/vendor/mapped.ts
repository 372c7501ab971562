/**
 * Each item as something else. By hand: a generator between two others makes four promises for an item, this makes one.
 * An item that cannot be mapped ends the source, as a loop that throws would.
 */
export function mapped<From, To>(source: AsyncIterable<From>, map: (item: From) => To): AsyncIterable<To> {
  return { [Symbol.asyncIterator]: () => mappedItems(source[Symbol.asyncIterator](), map) };
}

function mappedItems<From, To>(items: AsyncIterator<From>, map: (item: From) => To): AsyncIterator<To> {
  const leave = async (): Promise<IteratorResult<To, undefined>> => {
    await items.return?.();
    return { done: true, value: undefined };
  };
  const fail = async (error: unknown): Promise<never> => {
    await leave();
    throw error;
  };
  return {
    next: () =>
      items.next().then((result) => {
        if (result.done === true) return { done: true, value: undefined };
        try {
          return { done: false, value: map(result.value) };
        } catch (error) {
          return fail(error);
        }
      }),
    return: leave,
  };
}
