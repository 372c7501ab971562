/** True when one of these keys is there: all of them are places of one idempotency key. */
export type ReplayLookup = (keys: readonly string[]) => Promise<boolean>;

/** What stands at each of the keys, in their order; null for nothing. */
export type ReadKeys = (keys: string[]) => Promise<readonly (string | null)[]>;

interface Lookup {
  readonly keys: readonly string[];
  readonly resolve: (isThere: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** In one command: a fifth of a millisecond of the server, which then has others to serve. */
const MOST_AT_ONCE = 1_000;

/**
 * Looks for idempotency keys together: the first at once, and in one command what comes while that is answered. A flood
 * that is refused then costs one write here and one wake-up there for many of it, and a lone request waits for nobody.
 */
export function createReplayLookup(read: ReadKeys): ReplayLookup {
  const waiting: Lookup[] = [];
  let isAsking = false;
  const answerAll = async (): Promise<void> => {
    isAsking = true;
    while (waiting.length > 0) await answer(read, waiting.splice(0, MOST_AT_ONCE));
    isAsking = false;
  };
  return (keys) => {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    waiting.push({ keys, resolve, reject });
    if (!isAsking) void answerAll();
    return promise;
  };
}

async function answer(read: ReadKeys, lookups: readonly Lookup[]): Promise<void> {
  try {
    const values = await read(lookups.flatMap(({ keys }) => keys));
    let from = 0;
    for (const { keys, resolve } of lookups) {
      resolve(values.slice(from, from + keys.length).some((value) => value !== null));
      from += keys.length;
    }
  } catch (error) {
    for (const { reject } of lookups) reject(error);
  }
}
