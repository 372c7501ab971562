/** Who waits for which webhook. */
export interface Arrivals {
  /** The webhook with this id has arrived. */
  readonly tell: (id: string) => void;
  /** Resolves when it arrives from now on. Throws when it does not within `limitMs`. */
  readonly arrived: (id: string, limitMs: number) => Promise<void>;
}

export function createArrivals(): Arrivals {
  const waiting = new Map<string, () => void>();
  return {
    tell: (id) => waiting.get(id)?.(),
    arrived: async (id, limitMs) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      waiting.set(id, resolve);
      const timer = setTimeout(
        () => reject(new Error(`The webhook of ${id} has not arrived within ${limitMs} ms.`)),
        limitMs,
      );
      await promise.finally(() => {
        clearTimeout(timer);
        waiting.delete(id);
      });
    },
  };
}
