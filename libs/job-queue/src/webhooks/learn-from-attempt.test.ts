import type { DeliveryResult } from '@ragfleet/contracts';
import { expect, it } from 'vitest';
import type { DeliveryRecord } from './contract.ts';
import type { EndpointNews, EndpointStanding } from './endpoints/contract.ts';
import { createLearnFromAttempt } from './learn-from-attempt.ts';

const NOW_MS = 1_800_000_000_000;
const RECORD: DeliveryRecord = {
  tenantId: 'acme',
  deliveryId: 'wh-q_1-query-succeeded',
  subjectId: 'q_1',
  principalId: 'ann',
  keyId: null,
  event: 'query.succeeded',
  url: 'https://hooks.example.com/',
  status: 'pending',
  createdAtMs: NOW_MS,
  reopenedAtMs: null,
  finishedAtMs: null,
  reason: null,
  attempts: [],
};
const DELIVERED: DeliveryResult = { outcome: 'delivered', httpStatus: 204 };
const FAILED: DeliveryResult = { outcome: 'retry', httpStatus: 500, error: 'not accepted' };

/** What is written down of one attempt. */
async function newsOf(
  result: DeliveryResult,
  wellAtMs: EndpointStanding['wellAtMs'],
): Promise<EndpointNews[]> {
  const noted: EndpointNews[] = [];
  const learn = createLearnFromAttempt({
    health: { note: async (_tenant, _url, news) => (noted.push(news), null), idOf: () => 'we_1' },
    observer: { endpointDisabled: () => undefined },
    clock: { nowMs: () => NOW_MS, monotonicMs: () => 0 },
  });
  await learn({ record: RECORD, standing: { disabledReason: null, wellAtMs } }, result);
  return noted;
}

it('a success is news where the endpoint was not known to do well, or not of late', async () => {
  const success = [{ kind: 'success', httpStatus: 204 }];
  expect(await newsOf(DELIVERED, null)).toEqual(success);
  expect(await newsOf(DELIVERED, NOW_MS - 1_000)).toEqual(success);
  expect(await newsOf(DELIVERED, NOW_MS - 999)).toEqual([]);
});

it('a failure is always news', async () => {
  expect(await newsOf(FAILED, NOW_MS)).toEqual([{ kind: 'failure', httpStatus: 500, error: 'not accepted' }]);
});
