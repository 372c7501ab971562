import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Clock, Fault, systemClock } from '@ragfleet/kernel';
import type { EmbeddingMode, IngestionCatalogue, IngestionKey, IngestionRun } from '../ports/ingestions.ts';

/** What a run holds, for as long as it lives. */
export interface RunClaims {
  readonly run: IngestionRun;
  readonly embedding: EmbeddingMode;
  /** Aborts with the caller's signal, with the first fault of the run, and when another run has taken its place. */
  readonly signal: AbortSignal;
  /** Before a write that the document store does not see: throws when the claims may be somebody else's by now. */
  require(): Promise<void>;
  fail(error: unknown): void;
  release(): Promise<void>;
}

type Runs = Pick<IngestionCatalogue, 'startRun' | 'keepRunAlive' | 'endRun'>;

/** Longer than a write that was sent in time can take, with its retries. */
const ALIVE_MS = 180_000;
const RENEW_EVERY_MS = 20_000;
/** Under the queue's own lock: a process that stood still for longer looks before it writes. */
const FRESH_MS = 25_000;

/** Begins a run; null when there is no such ingestion. */
export async function claimRun(
  catalogue: Runs,
  { tenantId, ingestionId }: IngestionKey,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<RunClaims | null> {
  const run = { tenantId, ingestionId, runId: `run_${randomUUID()}` };
  const started = await catalogue.startRun(run, ALIVE_MS);
  if (started === null) return null;
  const ended = new AbortController();
  const failed = new AbortController();
  let renewedAtMs = clock.monotonicMs();
  const renew = async (): Promise<void> => {
    const askedAtMs = clock.monotonicMs();
    if (!(await catalogue.keepRunAlive(run, ALIVE_MS))) failed.abort(takenOver());
    else renewedAtMs = askedAtMs;
  };
  const renewals = renewUntil(ended.signal, renew);
  const all = AbortSignal.any([signal, failed.signal]);
  return {
    run,
    embedding: started.embedding,
    signal: all,
    require: async () => {
      if (clock.monotonicMs() - renewedAtMs > FRESH_MS) await renew();
      all.throwIfAborted();
    },
    fail: (error) => failed.abort(error),
    release: async () => {
      ended.abort();
      await renewals;
      await catalogue.endRun(run);
    },
  };
}

async function renewUntil(ended: AbortSignal, renew: () => Promise<void>): Promise<void> {
  while (!ended.aborted) {
    await pause(RENEW_EVERY_MS, undefined, { signal: ended, ref: false }).catch(() => {});
    // A failure is no news yet: whoever writes next asks again, and the claims outlive several of them.
    if (!ended.aborted) await renew().catch(() => {});
  }
}

const takenOver = (): Fault => new Fault('unavailable', 'Another run of this ingestion has taken its place.');
