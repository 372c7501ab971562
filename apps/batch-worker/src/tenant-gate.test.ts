import { expect, it } from 'vitest';
import { createTenantGate } from './tenant-gate.ts';

it('lets in tenants of its region and of none, and alarms for others without their question', async () => {
  const homes: Record<string, 'eu' | 'us' | null> = { ours: 'eu', theirs: 'us', anybody: null };
  const counted: unknown[] = [];
  const logged: unknown[] = [];
  const gate = createTenantGate('ingest', {
    config: { REGION: 'eu' },
    tenants: {
      recent: async (tenantId) => {
        const region = homes[tenantId];
        return region === undefined
          ? null
          : {
              tenantId,
              region,
              name: tenantId,
              timeZone: null,
              allowsCrossRegionFallback: false,
              limits: {
                perSecondOfTenant: null,
                perSecondOfKey: null,
                openPerTenant: null,
                highShareOfTenant: null,
              },
              retentionHours: null,
              hasThinWebhooks: false,
              status: 'active',
              createdAtMs: 0,
              deletingSinceMs: null,
            };
      },
    },
    metrics: { count: (name, labels) => counted.push([name, labels]) },
    logger: { error: (facts: unknown) => void logged.push(facts) },
  });
  const served = await Promise.all(['ours', 'theirs', 'anybody', 'unknown'].map(gate.isServed));
  expect(served).toEqual([true, false, true, true]);
  gate.onRefused('theirs');
  expect(counted).toEqual([['foreignRegionJobs', { queue: 'ingest' }]]);
  expect(logged).toEqual([{ tenant: 'theirs', queue: 'ingest' }]);
});
