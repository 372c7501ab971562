import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { checkAudit } from '../../fleet/check-audit.ts';
import { questionAbout } from '../../fleet/tenant-documents.ts';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import { firstJobAfter, untilDelivered, untilRunning } from '../outages.ts';
import { waitFor } from '../wait-for.ts';
import { assertNothingHalfPresent, retryAll, submitMany } from './retries.ts';

const LIMIT_MS = 20_000;
const ROUNDS = 3;
const QUESTIONS = 4;

/** The cache is worth money and holds nothing that anybody is owed. */
export const cacheIsEmptied: Scenario = {
  id: 'F24',
  title: 'somebody empties the cache Redis while it is in use',
  boundSeconds: 60,
  run: async (stage) => {
    const seen: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await stage.fleet.cache.admin.flushall();
      const first = await askCached(stage);
      const [again] = await Promise.all([askCached(stage), emptySoon(stage)]);
      seen.push(...first, ...again);
    }
    await stage.fleet.cache.admin.flushall();
    assert.ok(
      (await askCached(stage)).every((status) => status === 'miss'),
      'an answer outlived the cache',
    );
    assert.ok(
      (await askCached(stage)).every((status) => status === 'hit'),
      'the cache does not fill again',
    );
    const misses = seen.filter((status) => status === 'miss').length;
    return { recoveryMs: null, note: `${seen.length} answers, ${misses} of them misses, and no error` };
  },
};

/** At a moment while answers are on their way. */
async function emptySoon({ fleet, random }: ScenarioStage): Promise<void> {
  await delay(random() * 300);
  await fleet.cache.admin.flushall();
}

/** How the cache did for each of a few questions. Throws what its client would not have been told without the fault. */
async function askCached({ asking }: ScenarioStage): Promise<readonly string[]> {
  const submitted = await Promise.all(
    Array.from({ length: QUESTIONS }, (_, at) =>
      asking.submit({ question: questionAbout(at, 7), cacheMode: 'default' }),
    ),
  );
  const queries = submitted.flatMap(({ ask, queryId }) =>
    queryId === null ? [] : [{ tenant: ask.tenant, callbackUrl: ask.callbackUrl, queryId }],
  );
  assert.equal(queries.length, QUESTIONS, 'a submission was refused');
  const ended = await asking.untilEnded(queries, LIMIT_MS);
  return ended.map(({ status, result }) => {
    assert.equal(status, 'succeeded');
    assert.deepEqual(result?.degradation.reasons, []);
    return result?.cache.status ?? '';
  });
}

const ASKED = 5;
/** The reconciler looks every five seconds. */
const ALARM_MS = 10_000;

/** Everything that the queue Redis held: queries, keys, tenants, secrets. */
export const queueIsEmptied: Scenario = {
  id: 'F25',
  title: 'somebody empties the queue Redis while it is in use',
  boundSeconds: 60,
  expectsLoss: true,
  run: async (stage) => {
    const { fleet, asking } = stage;
    const [webhookWorker] = fleet.of('webhook-worker');
    const losses = (): Promise<number> => webhookWorker.metric('ragfleet_queue_data_losses_total');
    const ended = await asking.askMany(2);
    await asking.untilEnded(ended, LIMIT_MS);
    await untilDelivered(fleet, ended);
    await assertNothingHalfPresent(fleet);
    const auditedBefore = await auditedEvents(stage);
    const lossesBefore = await losses();
    fleet.model.pace({ firstTokenMs: 5_000 });
    const submitted = await submitMany(stage, ASKED);
    await untilRunning(fleet, asking.accepted().slice(-ASKED));
    await fleet.queue.admin.flushall();
    const emptiedAtMs = performance.now();
    await waitFor('an operator is told', ALARM_MS, async () => (await losses()) === lossesBefore + 1);
    const toldMs = Math.round(performance.now() - emptiedAtMs);
    assert.ok(
      webhookWorker.log().some((line) => line.includes('queue redis has lost its data')),
      'the log says nothing of it',
    );
    await fleet.provisionAgain();
    fleet.model.pace({});
    const recoveryMs = await firstJobAfter(stage, performance.now());
    const { queries, lostCount } = await retryAll(stage, submitted);
    assert.equal(lostCount, ASKED, 'a query outlived the flush');
    await asking.untilEnded(queries, LIMIT_MS);
    await untilDelivered(fleet, queries);
    await assertNothingHalfPresent(fleet);
    assert.ok((await auditedEvents(stage)) >= auditedBefore + ASKED, 'the audit log lost events');
    return { recoveryMs, note: `alarm after ${toldMs} ms; the same keys were answered` };
  },
};

async function auditedEvents({ fleet }: ScenarioStage): Promise<number> {
  const { AUDIT_DIR = join(fleet.dataDir, 'audit'), RAGFLEET_MASTER_KEY = '' } = fleet.variables;
  const [finding] = await checkAudit(AUDIT_DIR, RAGFLEET_MASTER_KEY);
  assert.equal(finding?.isValid, true, 'the audit log does not verify');
  return Number.parseInt(finding.detail, 10);
}
