import { setTimeout as pause } from 'node:timers/promises';
import { Fault, isFault } from '@ragfleet/kernel';
import type { SourceCatalogue, SourcePass } from '../ports/sources.ts';

/** A pass whose process died frees its source after this time; the same holder need not wait. */
export const LEASE_MS = 60_000;
const RENEW_EVERY_MS = 15_000;

export interface Lease {
  /** Aborted with a Fault when the source is no longer this pass's, or nobody can say so. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** Keeps a source for a pass as long as it runs. */
export function holdLease(catalogue: SourceCatalogue, pass: SourcePass): Lease {
  const lost = new AbortController();
  const done = new AbortController();
  const renewing = (async (): Promise<void> => {
    let heldUntilMs = performance.now() + LEASE_MS;
    while (!done.signal.aborted) {
      await pause(RENEW_EVERY_MS, undefined, { signal: done.signal, ref: false }).catch(() => {});
      if (done.signal.aborted) return;
      const askedAtMs = performance.now();
      try {
        await catalogue.renewPass(pass, LEASE_MS);
        heldUntilMs = askedAtMs + LEASE_MS;
      } catch (error) {
        // One answer that is missing is no loss; the next try comes before the lease ends.
        const isOver = isFault(error, 'conflict') || performance.now() + RENEW_EVERY_MS > heldUntilMs;
        if (isOver) return lost.abort(lostFault(error));
      }
    }
  })();
  return {
    lost: lost.signal,
    release: async () => {
      done.abort();
      await renewing;
    },
  };
}

const lostFault = (cause: unknown): Fault =>
  isFault(cause) ? cause : new Fault('unavailable', 'The pass could not keep its source.', { cause });
