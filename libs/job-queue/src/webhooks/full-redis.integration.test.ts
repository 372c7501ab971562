import type { DeliveryResult } from '@ragfleet/contracts';
import { afterEach, expect, it } from 'vitest';
import type { DeliveryHandler } from './contract.ts';
import { DELIVERED, FAILING, openDeliveryStage } from './delivery-stage.fixture.ts';

const { server, workers, create, receive, until } = await openDeliveryStage();
const setMaxMemory = async (sizeBytes: number): Promise<unknown> =>
  server.redis.config('SET', 'maxmemory', sizeBytes);

afterEach(() => setMaxMemory(0));

/** The attempts of a receiver that answers so, Redis being full by the time that it does. */
function answerWhenFull(script: readonly DeliveryResult[]): { handler: DeliveryHandler; attempts: number[] } {
  const attempts: number[] = [];
  const handler: DeliveryHandler = async ({ attempt }) => {
    attempts.push(attempt);
    await setMaxMemory(1);
    return script[attempts.length - 1] ?? DELIVERED;
  };
  return { handler, attempts };
}

it('writes down what arrived although Redis has become full, and sends it once', async () => {
  const { handler, attempts } = answerWhenFull([DELIVERED]);
  await receive([], { handler, onError: () => undefined });
  const record = await until(await create(), 'delivered');
  await setMaxMemory(0);
  await workers.pop()?.drain(5_000);
  expect(record.attempts.map(({ httpStatus }) => httpStatus)).toEqual([200]);
  expect(attempts).toEqual([1]);
});

it('buries what the receiver does not want although Redis has become full', async () => {
  const { handler, attempts } = answerWhenFull([{ outcome: 'dead', httpStatus: 400, error: 'not wanted' }]);
  await receive([], { handler, onError: () => undefined });
  expect(await until(await create(), 'dead')).toMatchObject({ reason: 'not wanted' });
  expect(attempts).toEqual([1]);
});

it('counts an attempt of whose endpoint nothing could be noted', async () => {
  const { handler, attempts } = answerWhenFull([FAILING]);
  const makeRoom = (): void => void setMaxMemory(0);
  await receive([], { handler, onError: makeRoom });
  const record = await until(await create(), 'delivered');
  expect(record.attempts.map(({ httpStatus }) => httpStatus)).toEqual([500, 200]);
  expect(attempts).toEqual([1, 2]);
});
