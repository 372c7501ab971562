import assert from 'node:assert/strict';
import type { Scenario } from '../../contract.ts';
import { waitFor } from '../wait-for.ts';
import { arrivalsOf, redeliver, replaceWebhookWorker, untilDelivery } from './webhook-stage.ts';

const END_MS = 15_000;
const FAILURES = 3;
const ATTEMPTS = 8;
/** Apart by more than a second whatever the jitter, so that their timestamps differ. */
const SECONDS_APART = '0,1.5';

export const receiverFailsThreeTimes: Scenario = {
  id: 'F37',
  title: 'a receiver answers 500 three times, then takes the webhook',
  boundSeconds: 40,
  run: async ({ fleet, asking }) => {
    await replaceWebhookWorker(fleet, { WEBHOOK_RETRY_SECONDS: SECONDS_APART });
    const seen = new Map<string, number>();
    fleet.receiver.respond(({ webhookId }, response) => {
      const count = (seen.get(webhookId) ?? 0) + 1;
      seen.set(webhookId, count);
      const status = count <= FAILURES ? 500 : 200;
      response.writeHead(status).end();
      return status;
    });
    // One for each tenant: five failures in a row would keep a tenant's deliveries from their receiver for a while.
    const queries = await Promise.all(fleet.tenants.map((tenant) => asking.ask({ tenant })));
    await asking.untilEnded(queries, END_MS);
    await waitFor('each arrives four times', 2 * END_MS, () =>
      queries.every((query) => arrivalsOf(fleet, query).length > FAILURES),
    );
    for (const query of queries) {
      const arrivals = arrivalsOf(fleet, query);
      assert.deepEqual(
        arrivals.map(({ answeredStatus }) => answeredStatus),
        [500, 500, 500, 200],
      );
      assert.equal(new Set(arrivals.map(({ webhookId }) => webhookId)).size, 1, 'one id over all attempts');
      assert.equal(new Set(arrivals.map(({ timestamp }) => timestamp)).size, 4, 'each attempt has its time');
      assert.ok(
        arrivals.every(({ isSignatureValid }) => isSignatureValid),
        'a signature was not valid',
      );
      const { attempts } = await untilDelivery(fleet, query, { status: 'delivered', limitMs: END_MS });
      assert.deepEqual(
        attempts.map(({ http_status: status }) => status),
        [500, 500, 500, 200],
      );
    }
    return { recoveryMs: null, note: `${queries.length} webhooks taken at the fourth attempt` };
  },
};

/** What nobody takes is given up, kept, and sent again when somebody asks for it. */
export const receiverNeverTakes: Scenario = {
  id: 'F40',
  title: 'a receiver takes nothing until the schedule is at its end',
  boundSeconds: 60,
  run: async ({ fleet, asking }) => {
    const variables = { WEBHOOK_RETRY_SECONDS: '0,0.2' };
    await replaceWebhookWorker(fleet, variables);
    fleet.receiver.respond((_delivery, response) => {
      response.writeHead(500).end();
      return 500;
    });
    const query = await asking.ask();
    await waitFor(
      'half of its attempts are made',
      2 * END_MS,
      () => arrivalsOf(fleet, query).length >= ATTEMPTS / 2,
    );
    // Five failures in a row keep a process from the receiver for half a minute: another one goes on at once.
    await replaceWebhookWorker(fleet, variables);
    const dead = await untilDelivery(fleet, query, { status: 'dead', limitMs: 2 * END_MS });
    assert.equal(dead.reason, 'exhausted: not accepted');
    assert.equal(dead.attempts.length, ATTEMPTS);
    assert.equal(arrivalsOf(fleet, query).length, ATTEMPTS);
    assert.equal((await asking.read(query)).status, 'succeeded', 'the answer can be read all the same');
    fleet.receiver.respond(null);
    const healedAt = performance.now();
    await redeliver(fleet, query, dead.id);
    await untilDelivery(fleet, query, { status: 'delivered', limitMs: END_MS });
    const recoveryMs = performance.now() - healedAt;
    const ids = new Set(arrivalsOf(fleet, query).map(({ webhookId }) => webhookId));
    assert.deepEqual([...ids], [dead.id], 'the same webhook');
    return { recoveryMs, note: `a dead letter after ${ATTEMPTS} attempts, delivered when it was asked for` };
  },
};
