import { systemClock } from '@ragfleet/kernel';
import { expect, it } from 'vitest';
import { BODY, openDeliveryStage } from './delivery-stage.fixture.ts';
import { createDeliveryWrites } from './delivery-writes.ts';
import type { EndpointNews } from './endpoints/contract.ts';
import { createEndpointHealth } from './endpoints/endpoint-health.ts';

const { server, sealer, newDelivery } = await openDeliveryStage();
const URL = 'https://hooks.example.com/one';
const ARRIVED = { durationMs: 5, httpStatus: 204, error: null };

/** Whether an arrival is news of an endpoint of which this was noted before, so many milliseconds ago. */
async function isNews(tenantId: string, notes: readonly EndpointNews[], agoMs: number): Promise<boolean> {
  let nowMs = systemClock.nowMs();
  const clock = { ...systemClock, nowMs: () => nowMs };
  const writes = createDeliveryWrites(server.redis, sealer, clock);
  const health = createEndpointHealth({ redis: server.redis, sealer, clock });
  for (const note of notes) await health.note(tenantId, URL, note);
  const delivery = newDelivery({ tenantId, url: URL });
  await writes.create(delivery, BODY);
  nowMs += agoMs;
  const attempt = { ...ARRIVED, atMs: nowMs };
  return writes.deliver(delivery, { endpointId: health.idOf(tenantId, URL), attempt, body: null });
}

const SUCCESS: EndpointNews = { kind: 'success', httpStatus: 204 };
const FAILURE: EndpointNews = { kind: 'failure', httpStatus: 500, error: 'not accepted' };

it.each<[string, readonly EndpointNews[], number, boolean]>([
  ['news of an endpoint that nobody knows', [], 0, true],
  ['no news a moment after another', [SUCCESS], 999, false],
  ['news again after a second', [SUCCESS], 1_000, true],
  ['news when something failed since', [SUCCESS, FAILURE], 1, true],
  ['news where nothing else ever arrived', [FAILURE], 1, true],
])('an arrival is %s', async (name, notes, agoMs, expected) => {
  const tenantId = name.replaceAll(' ', '-');
  expect(await isNews(tenantId, notes, agoMs)).toBe(expected);
});
