import type { DeliveryResult } from '@ragfleet/contracts';
import { expect, it } from 'vitest';
import type { DeliveryRecord } from './contract.ts';
import type { EndpointNews } from './endpoints/contract.ts';
import { createLearnFromAttempt, OUR_FAILURE } from './learn-from-attempt.ts';

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
async function newsOf(result: DeliveryResult): Promise<EndpointNews[]> {
  const noted: EndpointNews[] = [];
  const learn = createLearnFromAttempt({
    health: { note: async (_tenant, _url, news) => (noted.push(news), null), idOf: () => 'we_1' },
    observer: { endpointDisabled: () => undefined },
  });
  await learn(RECORD, result);
  return noted;
}

it('an answer and a failure are news, our own failure says nothing of the endpoint', async () => {
  expect(await newsOf(DELIVERED)).toEqual([{ kind: 'success', httpStatus: 204 }]);
  expect(await newsOf(FAILED)).toEqual([{ kind: 'failure', httpStatus: 500, error: 'not accepted' }]);
  expect(await newsOf(OUR_FAILURE)).toEqual([]);
});
