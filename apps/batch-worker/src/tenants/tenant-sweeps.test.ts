import { Fault } from '@ragfleet/kernel';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { RemoveTenant } from './remove-tenant.ts';
import { createTenantSweeps } from './tenant-sweeps.ts';

const TIMES = { everyMs: 1, quietMs: 1_000, holdMs: 60_000 };

/** Sweeps over one deletion, with what they did to it. */
async function sweep(removeTenant: RemoveTenant, sinceMs = 0) {
  const nowMs = 10_000;
  let claims = 0;
  const log: string[] = [];
  const errors: unknown[] = [];
  const service = createTenantSweeps({
    deletions: {
      claim: async () => (claims++ < 1 ? { tenantId: 'acme', sinceMs } : null),
      finish: async (tenantId) => void log.push(`finish ${tenantId}`),
      postpone: async (tenantId, delayMs) => void log.push(`postpone ${tenantId} ${delayMs}`),
    },
    removeTenant,
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

it('lets the record go when nothing is left, and no work of before can write any more', async () => {
  expect((await sweep(async () => true)).log).toEqual(['finish acme']);
});

it('waits for the rest of the quiet time', async () => {
  expect((await sweep(async () => true, 9_400)).log).toEqual(['postpone acme 400']);
});

it('goes on soon while something was left', async () => {
  expect((await sweep(async () => false)).log).toEqual(['postpone acme 1']);
});

it('leaves a go that failed to whoever claims it next', async () => {
  const away = new Fault('unavailable', 'Away.');
  const { log, errors } = await sweep(() => Promise.reject(away));
  expect([log, errors]).toEqual([[], [away]]);
});
