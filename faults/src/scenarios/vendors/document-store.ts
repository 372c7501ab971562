import { connectPostgres } from '@ragfleet/postgres-connection';
import assert from 'node:assert/strict';
import type { QueryResource } from '@ragfleet/contracts';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import { waitFor } from '../wait-for.ts';
import { answerTo } from './answered.ts';
import { replaceQueryWorkers } from './other-workers.ts';

/** More than the pool has connections, each with two searches. */
const ASKED = 12;
/** For a free connection, and so for a search. */
const MAX_WAIT_MS = 2_000;
/** Of a machine on which a dozen processes run. */
const MARGIN_MS = 1_500;
const END_MS = 30_000;
/** The breaker of the vectors is another matter: it lets them through at once. */
const VARIABLES = { CIRCUIT_BREAKER_RESET_SECONDS: '0.2' };
const MAX_RECOVERY_MS = 10_000;

/** Nobody waits for the document store for more than 2 s, whatever became of it, and an answer without it says so. */
export const documentStore: Scenario = {
  id: 'F34',
  title: 'the document store answers nobody, is kept by an open transaction, is restarted',
  boundSeconds: 110,
  isSlow: true,
  run: async (stage) => {
    const [worker] = await replaceQueryWorkers(stage.fleet, { count: 1, variables: VARIABLES });
    assert.ok(worker !== undefined);
    await worker.database.set({ timeout: { afterMs: 0 } }, 'downstream');
    const silentMs = await askAll(stage);
    await worker.database.heal();
    const afterSilenceMs = await untilWhole(stage);
    const heldMs = await keptByTransaction(stage);
    await stage.fleet.store.kill();
    const downMs = await askAll(stage);
    await stage.fleet.store.restart();
    const recoveryMs = Math.max(afterSilenceMs, await untilWhole(stage));
    const longestMs = Math.max(silentMs, heldMs, downMs);
    return { recoveryMs, note: `no search waited for more than ${Math.round(longestMs)} ms` };
  },
};

/** Many at once: the longest search of theirs, in milliseconds. Each of them ends, and says what is missing. */
async function askAll({ asking }: ScenarioStage): Promise<number> {
  const ended = await asking.untilEnded(await asking.askMany(ASKED), END_MS);
  for (const { result } of ended) {
    assert.ok(result !== null, 'a query without the document store has no result');
    const { reasons } = result.degradation;
    assert.ok(
      reasons.includes('keyword-unavailable'),
      `an answer without a search gives ${reasons.join(', ')}`,
    );
    assert.deepEqual(result.citations, [], 'passages that nobody checked were served');
  }
  return requireBounded(ended);
}

function requireBounded(ended: readonly QueryResource[]): number {
  const longestMs = Math.max(...ended.map(({ result }) => result?.timings_ms.search ?? 0));
  assert.ok(longestMs <= MAX_WAIT_MS + MARGIN_MS, `a search waited for ${Math.round(longestMs)} ms`);
  return longestMs;
}

/** Somebody opens a transaction and leaves it open: every other client waits for it until it is ended. */
async function keptByTransaction(stage: ScenarioStage): Promise<number> {
  const database = connectPostgres({
    url: `postgres://postgres@127.0.0.1:${stage.fleet.store.port}/postgres`,
    poolSize: 1,
    statementTimeoutMs: END_MS,
    name: 'faults',
  });
  const over = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const idling = database.underLock({ key: 'faults', statementTimeoutMs: END_MS }, async (session) => {
    await session.query('BEGIN');
    await session.query('LOCK TABLE documents IN ACCESS EXCLUSIVE MODE');
    begun.resolve();
    await over.promise;
  });
  idling.catch((error: unknown) => begun.reject(error)); // it is cut off: that is what is waited for
  try {
    await begun.promise;
    const ended = await stage.asking.untilEnded(await stage.asking.askMany(ASKED), END_MS);
    await untilWhole(stage);
    return requireBounded(ended);
  } finally {
    over.resolve();
    await idling.catch(() => undefined);
    await database.close();
  }
}

/** Milliseconds until an answer lacks nothing. */
const untilWhole = ({ asking }: ScenarioStage): Promise<number> =>
  waitFor('an answer lacks nothing', MAX_RECOVERY_MS, async () => {
    const { degradation, citations } = await answerTo(asking, {}, END_MS);
    return degradation.reasons.length === 0 && citations.length > 0;
  });
