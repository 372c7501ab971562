import { Fault } from '@ragfleet/kernel';
import { createKeyedSemaphore } from './keyed-semaphore.ts';

/** The memory that request bodies of this process hold together. */
export interface BodyMemory {
  /** Held until disposed. Fault `rate-limited` when the owner's share is used up, `overloaded` when so much is not left. */
  reserve(owner: string, bytes: number): Disposable;
}

export interface BodyMemoryOptions {
  readonly maxBytes: number;
  readonly perTenantBytes: number;
  /** Of the whole, and of each share, for bodies of up to `smallBytes`. */
  readonly keptForSmallBytes: number;
  readonly smallBytes: number;
}

const RETRY = { retryAfterMs: 1_000 };

/**
 * Bodies are bounded one by one; this bounds their sum, so that many large ones at once cannot end the process. What is
 * announced counts before it comes: large bodies that never do would else keep out everybody's questions.
 */
export function createBodyMemory(options: BodyMemoryOptions): BodyMemory {
  const { maxBytes, perTenantBytes, keptForSmallBytes, smallBytes } = options;
  const memory = createKeyedSemaphore({ places: maxBytes, perOwner: perTenantBytes });
  return {
    reserve: (owner, bytes) => {
      const leaving = bytes <= smallBytes ? 0 : keptForSmallBytes;
      const held = memory.take(owner, { count: bytes, leaving });
      if (held === 'share')
        throw new Fault('rate-limited', 'Too many large requests of your tenant at once. Send fewer.', RETRY);
      if (held === 'all')
        throw new Fault('overloaded', 'Too many large requests at once. Send them one after another.', RETRY);
      return held;
    },
  };
}
