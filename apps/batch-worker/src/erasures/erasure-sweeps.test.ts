import type { Erasure, ErasureCounts } from '@ragfleet/job-queue';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createErasureSweeps, type Erase } from './erasure-sweeps.ts';

const TIMES = { everyMs: 1, quietMs: 1_000, holdMs: 60_000 };
const erasureSince = (askedAtMs: number): Erasure => ({
  tenantId: 'acme',
  erasureId: 'ers_1',
  subject: { kind: 'user', id: 'ada' },
  status: 'running',
  createdAtMs: 0,
  askedAtMs,
  finishedAtMs: null,
  counts: {},
});

/** Sweeps over one erasure, with what they did to it. */
async function sweep(erase: Erase, askedAtMs = 0) {
  const nowMs = 10_000;
  let claims = 0;
  const log: unknown[] = [];
  const errors: unknown[] = [];
  const service = createErasureSweeps({
    erasures: {
      claim: async () => (claims++ < 1 ? erasureSince(askedAtMs) : null),
      count: async (_erasure, counts: ErasureCounts) => void log.push(counts),
      finish: async ({ erasureId }) => {
        log.push(`finish ${erasureId}`);
        return true;
      },
      postpone: async ({ erasureId }, delayMs) => void log.push(`postpone ${erasureId} ${delayMs}`),
    },
    erase,
    logger: { info: () => undefined } as never,
    onError: (error) => errors.push(error),
    clock: { nowMs: () => nowMs, monotonicMs: () => nowMs },
    times: TIMES,
  });
  await service.start();
  onTestFinished(() => service.stop(1_000));
  await vi.waitUntil(() => claims > 1);
  return { log, errors };
}

it('finishes when a whole go found nothing, and no work of before can write any more', async () => {
  const { log } = await sweep(async (_erasure, tell) => tell({ queries: 0 }));
  expect(log).toEqual([{ queries: 0 }, 'finish ers_1']);
});

it('counts what it finds, and goes on soon while there was something', async () => {
  const { log } = await sweep(async (_erasure, tell) => tell({ queries: 2, api_keys: 0 }));
  expect(log).toEqual([{ queries: 2, api_keys: 0 }, 'postpone ers_1 1']);
});
