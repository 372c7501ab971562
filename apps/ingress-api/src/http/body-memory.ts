import { Fault } from '@ragfleet/kernel';

/** The memory that request bodies of this process hold together. */
export interface BodyMemory {
  /** Held until disposed. Fault `overloaded` when so much is not left. */
  reserve(bytes: number): Disposable;
}

const RETRY_MS = 1_000;

/** Bodies are bounded one by one; this bounds their sum, so that many large ones at once cannot end the process. */
export function createBodyMemory(maxBytes: number): BodyMemory {
  let heldBytes = 0;
  return {
    reserve: (bytes) => {
      if (heldBytes + bytes > maxBytes) {
        const retry = { retryAfterMs: RETRY_MS };
        throw new Fault('overloaded', 'Too many large requests at once. Send them one after another.', retry);
      }
      heldBytes += bytes;
      return {
        [Symbol.dispose]: () => {
          heldBytes -= bytes;
        },
      };
    },
  };
}
