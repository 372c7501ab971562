import type { QueryService } from '@ragfleet/job-queue';
import { Fault } from '@ragfleet/kernel';
import { parseAllowHosts } from '@ragfleet/webhook-delivery';
import { expect, it } from 'vitest';
import type { Reply } from '../http/route.ts';
import { createWaitLimiter, type WaitLimiter } from '../http/wait-limiter.ts';
import { recordOf } from './admission.test-data.ts';
import { type SubmitRoutePorts, submitRoute } from './submit-query.ts';
import { rawRequest } from './raw-request.fixture.ts';

const AWAY = new Fault('unavailable', 'Redis is away.');
const HEADERS: Readonly<Record<string, string>> = { prefer: 'wait=5' };

/** The reply to a question that waits for its answer. */
async function ask(
  queryService: Pick<QueryService, 'waitUntilTerminal' | 'place'>,
  waits: WaitLimiter = createWaitLimiter({ places: 1, perTenant: 1 }),
): Promise<Reply> {
  const ports = {
    queryService: {
      ...queryService,
      submit: async (command: Parameters<QueryService['submit']>[0]) => recordOf(command),
    },
    metrics: { count: () => undefined },
    callbackRules: { allowHosts: parseAllowHosts(''), isElsewhere: () => false },
    publicUrl: null,
    waits,
  };
  const { answer } = submitRoute(ports as unknown as SubmitRoutePorts);
  if (answer.kind !== 'handler') throw new TypeError('A page takes no questions.');
  const request = rawRequest({ body: { question: 'why' }, header: (name) => HEADERS[name] });
  return answer.handle(request);
}

it('says that a question was accepted also when its store goes away while it is waited for', async () => {
  const reply = await ask({
    waitUntilTerminal: () => Promise.reject(AWAY),
    place: () => Promise.reject(AWAY),
  });
  expect(reply).toMatchObject({
    status: 202,
    headers: { Location: '/v1/queries/q_why' },
    body: { id: 'q_why', status: 'queued', queue_position: null },
  });
});

it('hides no other failure of the wait', async () => {
  const corrupt = new Fault('corrupt', 'A stored query is incomplete.');
  const asked = ask({ waitUntilTerminal: () => Promise.reject(corrupt), place: async () => null });
  await expect(asked).rejects.toBe(corrupt);
});

it('is answered at once, and not told that it waited, where enough of its tenant wait already', async () => {
  const waits = createWaitLimiter({ places: 2, perTenant: 1 });
  const end = Promise.withResolvers<null>();
  const waiting = ask({ waitUntilTerminal: () => end.promise, place: async () => null }, waits);
  const beside = await ask({ waitUntilTerminal: () => end.promise, place: async () => null }, waits);
  expect(beside).toMatchObject({ status: 202, body: { id: 'q_why' } });
  expect(beside).not.toHaveProperty('headers.Preference-Applied');
  end.resolve(null);
  await expect(waiting).rejects.toMatchObject({ kind: 'not-found' });
});
