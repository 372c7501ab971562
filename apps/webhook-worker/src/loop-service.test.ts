import { type Service, startServices, stopServices } from '@ragfleet/service-runtime';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loopService } from './loop-service.ts';

const silent = { info: () => undefined, error: () => undefined };
const start = (): Promise<void> => Promise.resolve();
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it.each([
  [1_000, 562.5],
  [30_000, 24_000],
])('leaves of %i ms of grace %i to what stops behind two loops that stand still', async (graceMs, leftMs) => {
  const left: number[] = [];
  const standing = { start, stop: () => new Promise<never>(() => undefined) };
  const services: Service[] = [
    { name: 'delivery-worker', start, stop: (ms) => Promise.resolve(void left.push(ms)) },
    loopService('outbox-pump', standing),
    loopService('reconciler', standing),
  ];
  const stopping = stopServices(services, silent, graceMs);
  await vi.advanceTimersByTimeAsync(2 * graceMs);
  expect(await stopping).toBe(false);
  expect(left).toEqual([expect.closeTo(leftMs, -1)]);
});

it('starts and stops its loop, and waits for a batch that is nearly done', async () => {
  const seen: string[] = [];
  const batch = Promise.withResolvers<void>();
  const service = loopService('reconciler', {
    start: () => Promise.resolve(void seen.push('started')),
    stop: () => batch.promise.then(() => void seen.push('stopped')),
  });
  await startServices([service], silent, 1_000);
  const stopping = stopServices([service], silent, 1_000);
  batch.resolve();
  expect([await stopping, seen]).toEqual([true, ['started', 'stopped']]);
});
