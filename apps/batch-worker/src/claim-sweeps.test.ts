import { Fault } from '@ragfleet/kernel';
import { expect, it, onTestFinished, vi } from 'vitest';
import { type ClaimedWork, createClaimSweeps } from './claim-sweeps.ts';

const NOW_MS = 10_000;
const TIMES = { everyMs: 1, quietMs: 1_000, holdMs: 60_000 };

/** Sweeps over one piece of work, with what they did to it. */
async function sweep(goThrough: ClaimedWork<string>['goThrough'], { sinceMs = 0, times = TIMES } = {}) {
  let claims = 0;
  const log: string[] = [];
  const errors: unknown[] = [];
  const service = createClaimSweeps<string>(
    {
      name: 'test-sweeps',
      claim: async () => (claims++ < 1 ? 'acme' : null),
      sinceMs: () => sinceMs,
      goThrough,
      finish: async (claim) => void log.push(`finish ${claim}`),
      postpone: async (claim, delayMs) => void log.push(`postpone ${claim} ${delayMs}`),
    },
    {
      onError: (error) => errors.push(error),
      clock: { nowMs: () => NOW_MS, monotonicMs: () => NOW_MS },
      times,
    },
  );
  await service.start();
  onTestFinished(() => service.stop(1_000));
  await vi.waitUntil(() => claims > 1);
  return { log, errors };
}

it('finishes when a whole go found nothing, and no work of before can write any more', async () => {
  expect(await sweep(async () => true)).toEqual({ log: ['finish acme'], errors: [] });
});

it('waits for the rest of the quiet time', async () => {
  expect((await sweep(async () => true, { sinceMs: 9_400 })).log).toEqual(['postpone acme 400']);
});

it('goes on soon while something was there', async () => {
  expect((await sweep(async () => false)).log).toEqual(['postpone acme 1']);
});

it('tries again soon when a store is away, and tells', async () => {
  const away = new Fault('unavailable', 'Away.');
  expect(await sweep(() => Promise.reject(away))).toEqual({ log: ['postpone acme 1'], errors: [away] });
});

it('goes on in another go when the time of one has run out, which is no error', async () => {
  const untilAborted = (_claim: string, signal: AbortSignal): Promise<boolean> =>
    new Promise((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
    );
  const { log, errors } = await sweep(untilAborted, { times: { ...TIMES, holdMs: 20 } });
  expect({ log, errors }).toEqual({ log: ['postpone acme 1'], errors: [] });
});
