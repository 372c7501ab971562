import { Fault } from '@ragfleet/kernel';
import express from 'express';
import { beforeEach, expect, test } from 'vitest';
import { eventOf, sendTo } from '../testing/lambda-stage.fixture.ts';
import { createLambdaHandler, type LambdaHandler, type LambdaIngress } from './create-lambda-handler.ts';

let steps: string[];
let warned: string[];
let nowMs: number;
let ready: boolean[];
let settle: () => Promise<void>;
let answer: (response: express.Response) => void;
let opens: () => Promise<LambdaIngress>;
let lambda: LambdaHandler;

function newIngress(): LambdaIngress {
  const app = express();
  app.use((_request, response) => {
    steps.push('request');
    answer(response);
  });
  return {
    app,
    isReady: () => {
      steps.push('ready?');
      return Promise.resolve(ready.shift() ?? true);
    },
    auditSettled: () => settle(),
    stop: () => {
      steps.push('stop');
      return Promise.resolve(true);
    },
  };
}

beforeEach(() => {
  [steps, warned, nowMs, ready] = [[], [], 0, []];
  settle = () => Promise.resolve();
  answer = (response) => void response.status(202).json({});
  const log = (_fields: object, message: string): void => void warned.push(message);
  opens = () => Promise.resolve(newIngress());
  lambda = createLambdaHandler({
    open: () => {
      steps.push('open');
      return opens();
    },
    logger: { warn: log, error: log } as never,
    nowMs: () => nowMs,
  });
});

const send = async (remainingMs?: number) => sendTo(lambda, await eventOf('http-api-ask'), remainingMs);

test('opens once, before the first request', async () => {
  await lambda.prepare();
  await send();
  await send();
  expect(steps).toEqual(['open', 'request', 'request']);
});

test('opens again after a failure, one try at a time', async () => {
  const failing = Promise.withResolvers<LambdaIngress>();
  opens = () => failing.promise;
  const events = await Promise.all([1, 2].map(() => eventOf('http-api-ask')));
  const refused = events.map((event) => sendTo(lambda, event));
  failing.reject(new Fault('unavailable', 'Redis cannot be reached.'));
  expect((await Promise.all(refused)).map(({ status }) => status)).toEqual([503, 503]);
  expect(steps).toEqual(['open']);
  opens = () => Promise.resolve(newIngress());
  expect((await send()).status).toBe(202);
  expect([steps, warned]).toEqual([['open', 'open', 'request'], ['ingress-api could not start']]);
});

test('asks the stores before a request when the container was frozen, until they answer', async () => {
  await send();
  nowMs += 6_000;
  ready = [false, false, true];
  await send();
  nowMs += 4_000;
  await send();
  expect(steps).toEqual(['open', 'request', 'ready?', 'ready?', 'ready?', 'request', 'request']);
});

test('does not reply before the audit log has what the request left in it', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  settle = () => {
    steps.push('settling');
    return promise.then(() => void steps.push('settled'));
  };
  const reply = send().then(({ status }) => steps.push(String(status)));
  await expect.poll(() => steps).toContain('settling');
  resolve();
  await reply;
  expect(steps).toEqual(['open', 'request', 'settling', 'settled', '202']);
});

test('replies all the same when the audit log cannot be settled, and says so', async () => {
  settle = () => Promise.reject(new Fault('unavailable', 'The sink is away.'));
  expect((await send()).status).toBe(202);
  expect(warned).toEqual(['audit events wait in the container']);
});

test('answers for an app that does not', async () => {
  answer = () => undefined;
  const { status, body } = await send(520);
  expect([status, body['detail']]).toEqual([503, expect.stringContaining('outcome is unknown')]);
  expect(warned).toEqual(['invocation failed']);
});

test('says that a reply is too large, where the gateway would refuse it without a word', async () => {
  answer = (response) => void response.json({ long: 'x'.repeat(6 * 1024 * 1024) });
  const { status, body } = await send();
  expect([status, body['detail']]).toEqual([413, expect.stringContaining('smaller limit')]);
});

test('stops what is open, and nothing when nothing is', async () => {
  expect(await lambda.stop(100)).toBe(true);
  await lambda.prepare();
  await lambda.stop(100);
  expect(steps).toEqual(['open', 'stop']);
});
