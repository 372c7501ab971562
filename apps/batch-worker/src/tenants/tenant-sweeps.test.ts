import { expect, it, onTestFinished, vi } from 'vitest';
import { createTenantSweeps } from './tenant-sweeps.ts';

it('removes a tenant that is being deleted, and its record after everything else, also what came at the end', async () => {
  const log: string[] = [];
  const goes = [false, true, true];
  const ends = [false, true];
  const service = createTenantSweeps({
    deletions: {
      claim: async () => (goes.length > 0 ? { tenantId: 'acme', sinceMs: 0 } : null),
      finish: async (tenantId) => {
        log.push(`finish ${tenantId}`);
        return ends.shift() ?? true;
      },
      postpone: async (tenantId) => void log.push(`postpone ${tenantId}`),
    },
    removeTenant: async (tenantId) => {
      log.push(`remove ${tenantId}`);
      return goes.shift() ?? true;
    },
    logger: { info: () => undefined } as never,
    onError: (error) => log.push(String(error)),
    times: { everyMs: 1 },
  });
  await service.start();
  onTestFinished(() => service.stop(1_000));
  await vi.waitUntil(() => log.length >= 7);
  const goesOf = [
    ['remove', 'postpone'],
    ['remove', 'finish', 'postpone'],
    ['remove', 'finish'],
  ];
  expect(log).toEqual(goesOf.flat().map((step) => `${step} acme`));
});
