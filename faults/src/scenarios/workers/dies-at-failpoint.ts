import assert from 'node:assert/strict';
import type { Scenario } from '../../contract.ts';
import { readRuns } from '../query-records.ts';
import { waitFor } from '../wait-for.ts';

const END_MS = 15_000;

/** The result is written, its webhook is owed, and nobody has told the queue. */
export const workerDiesAfterResult: Scenario = {
  id: 'F02',
  title: 'a worker dies between the result and the end of its job',
  boundSeconds: 40,
  run: async ({ fleet, asking }) => {
    await Promise.all(fleet.of('query-worker').map((worker) => worker.kill('SIGKILL')));
    const dying = await fleet.start('query-worker', {
      variables: { RAGFLEET_FAILPOINTS: 'query.settled=kill' },
    });
    const query = await asking.ask();
    await dying.exited;
    const diedAt = performance.now();
    const { status } = await asking.read(query);
    assert.equal(status, 'succeeded', 'the result was there before the worker died');
    await fleet.start('query-worker');
    await waitFor('the job that nobody ended leaves the lane', 2 * END_MS, async () => {
      const [waiting, active] = await Promise.all([
        fleet.queue.admin.llen('bull:rag-normal:wait'),
        fleet.queue.admin.llen('bull:rag-normal:active'),
      ]);
      return waiting + active === 0;
    });
    const [run] = await readRuns(fleet, [query]);
    assert.equal(run?.attempt, 1, 'a finished query is not answered again');
    return { recoveryMs: performance.now() - diedAt, note: 'the second run changed nothing' };
  },
};

/** Nobody has handed the webhook over; the outbox has made sure of it, and still names its query. */
export const webhookWorkerDiesAfterOutbox: Scenario = {
  id: 'F03',
  title: 'a webhook worker dies between the delivery and the end of its place in the outbox',
  boundSeconds: 40,
  run: async ({ fleet, asking }) => {
    const workers = [...fleet.of('webhook-worker'), ...fleet.of('query-worker')];
    await Promise.all(workers.map((worker) => worker.kill('SIGKILL')));
    const dying = await fleet.start('webhook-worker', {
      variables: { RAGFLEET_FAILPOINTS: 'webhook.created=kill' },
    });
    await fleet.start('query-worker', { variables: { RAGFLEET_FAILPOINTS: 'query.settled=kill' } });
    const query = await asking.ask();
    await asking.untilEnded([query], END_MS);
    await dying.exited;
    const diedAt = performance.now();
    await Promise.all([fleet.start('webhook-worker'), fleet.start('query-worker')]);
    const isDelivered = (): boolean =>
      fleet.receiver.deliveries.some(({ body }) => body.includes(query.queryId));
    await waitFor('the webhook arrives', END_MS, isDelivered);
    const recoveryMs = performance.now() - diedAt;
    await waitFor(
      'the outbox is empty',
      END_MS,
      async () => (await fleet.queue.admin.zcard('rf:fleet:outbox')) === 0,
    );
    const ids = new Set(
      fleet.receiver.deliveries.flatMap(({ body, webhookId }) =>
        body.includes(query.queryId) ? webhookId : [],
      ),
    );
    assert.equal(ids.size, 1, 'one webhook, however often it was created');
    return { recoveryMs, note: 'delivered under one id' };
  },
};
