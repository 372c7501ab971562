import { expect, test } from 'vitest';
import { createClient } from './create-client.ts';
import { json, openClientStage } from './testing/client-stage.fixture.ts';

const stage = openClientStage();

test('waits until a query is finished', async () => {
  stage.replies = [
    json(200, { status: 'queued' }),
    json(200, { status: 'running' }),
    json(200, { status: 'failed' }),
  ];
  expect((await stage.client.queries.wait('q_1')).status).toBe('failed');
  expect(stage.received).toHaveLength(3);
});

test('waiting ends at its own limit', async () => {
  stage.replies = [json(200, { status: 'queued' })];
  await expect(stage.client.queries.wait('q_1', { timeoutMs: 100 })).rejects.toMatchObject({
    kind: 'wait-timeout',
  });
});

test('waiting ends at its own limit also where nobody answers', async () => {
  stage.replies = [() => undefined];
  const patient = createClient({ ...stage.options, timeoutMs: 200 });
  const waits = [patient.queries, patient.ingestions].map((kind) => kind.wait('x_1', { timeoutMs: 100 }));
  const timeout = { status: 'rejected', reason: { kind: 'wait-timeout' } };
  expect(await Promise.allSettled(waits)).toMatchObject([timeout, timeout]);
});

test('waiting without a limit ends with what it waits for', async () => {
  stage.replies = [json(200, { status: 'queued' }), json(200, { status: 'succeeded' })];
  const query = await stage.client.queries.wait('q_1', { timeoutMs: Number.POSITIVE_INFINITY });
  expect(query.status).toBe('succeeded');
});

test.each([
  ['answers', json(200, { status: 'queued' })],
  ['answers nothing', () => undefined],
])('waiting on a fleet that %s ends with the reason of its signal', async (_what, reply) => {
  const controller = new AbortController();
  stage.replies = [
    (...exchange) => {
      reply(...exchange);
      controller.abort(new Error('changed my mind'));
    },
  ];
  const wait = stage.client.queries.wait('q_1', { signal: controller.signal, timeoutMs: 60_000 });
  await expect(wait).rejects.toThrow('changed my mind');
});
