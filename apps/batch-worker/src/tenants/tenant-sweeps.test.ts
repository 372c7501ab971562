import { expect, it, onTestFinished, vi } from 'vitest';
import { createTenantSweeps } from './tenant-sweeps.ts';

it('removes a tenant that is being deleted, and its record after everything else', async () => {
  const log: string[] = [];
  const goes = [false, true];
  const service = createTenantSweeps({
    deletions: {
      claim: async () => (goes.length > 0 ? { tenantId: 'acme', sinceMs: 0 } : null),
      finish: async (tenantId) => void log.push(`finish ${tenantId}`),
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
  await vi.waitUntil(() => log.length >= 4);
  expect(log).toEqual(['remove acme', 'postpone acme', 'remove acme', 'finish acme']);
});
