import type { QueryResource } from '@ragfleet/contracts';
import assert from 'node:assert/strict';
import type { Accepted, Ask, Asking, Submitted } from '../asking/contract.ts';
import type { ScenarioStage } from '../contract.ts';
import type { FaultFleet } from '../fleet/contract.ts';
import { type QueueAdmin, readRuns } from './query-records.ts';
import { waitFor } from './wait-for.ts';

/** Of a 503 by which the ingress says that it does not know the outcome. */
const MAX_REFUSAL_MS = 2_500;
/** From the first answer of a Redis that is back to the first job that is begun. */
const MAX_FIRST_JOB_MS = 5_000;
const LIMIT_MS = 20_000;

/** Every process by its name: the same list later on means that none of them was ended or started. */
export const processesOf = (fleet: Pick<FaultFleet, 'apps'>): readonly string[] =>
  fleet.apps().map(({ name, pid }) => `${name} ${pid}`);

/** Sends it once, and throws unless it was answered in time with "outcome unknown, try again". */
export async function submitInVain(asking: Pick<Asking, 'submit'>, ask?: Ask): Promise<Submitted> {
  const submitted = await asking.submit(ask);
  const { status, tookMs, retryAfter } = submitted;
  assert.equal(status, 503, 'what a client is told while there is no queue');
  assert.ok(tookMs <= MAX_REFUSAL_MS, `a client was told after ${tookMs} ms`);
  assert.ok(retryAfter !== null, 'a client was not told when to try again');
  return submitted;
}

/**
 * Asks a question in the high lane, whose slots nobody else holds, and answers how long after `fromMs` the first of those that were accepted from now on, or of `others`,
 * was begun. Throws when that is too long.
 */
export async function firstJobAfter(
  { fleet, asking }: { readonly fleet: QueueAdmin; readonly asking: Asking },
  fromMs: number,
  others: readonly Accepted[] = [],
): Promise<number> {
  const known = asking.accepted().length;
  const asked = asking.ask({ lane: 'high' });
  await waitFor('a job is begun', LIMIT_MS, async () => {
    const runs = await readRuns(fleet, [...asking.accepted().slice(known), ...others]);
    return runs.some(({ state }) => state !== 'queued' && state !== 'admitted');
  });
  const tookMs = performance.now() - fromMs;
  assert.ok(tookMs <= MAX_FIRST_JOB_MS, `the first job was begun after ${Math.round(tookMs)} ms`);
  await asked;
  return tookMs;
}

/** Asks that many, and resolves when each of them waits for its model. */
export async function askUntilAtModel(
  { fleet, asking }: Pick<ScenarioStage, 'fleet' | 'asking'>,
  count: number,
): Promise<readonly Accepted[]> {
  const { requests } = fleet.model;
  const last = requests.at(-1);
  const queries = await asking.askMany(count);
  const asked = (): number => requests.length - 1 - (last === undefined ? -1 : requests.lastIndexOf(last));
  await waitFor('the model is asked', LIMIT_MS, () => asked() >= count);
  return queries;
}

/** Until each of them has been begun and none has ended. */
export async function untilRunning(fleet: FaultFleet, queries: readonly Accepted[]): Promise<void> {
  await waitFor('all run', LIMIT_MS, async () => {
    const runs = await readRuns(fleet, queries);
    return runs.every(({ state }) => state === 'running');
  });
}

/** Until each of them is answered: one that ended in any other way did not survive what happened. */
export async function untilAnswered(
  asking: Pick<Asking, 'untilEnded'>,
  queries: readonly Accepted[],
  limitMs: number,
): Promise<readonly QueryResource[]> {
  const ended = await asking.untilEnded(queries, limitMs);
  requireAnswers(ended);
  return ended;
}

/** Throws with each that ended without an answer. */
export function requireAnswers(ended: readonly Pick<QueryResource, 'id' | 'status' | 'error'>[]): void {
  const others = ended.filter(({ status }) => status !== 'succeeded');
  const found = others.map(({ id, status, error }) => `${id} ${status}: ${error?.title ?? 'no reason'}`);
  assert.deepEqual(found, [], `${found.length} of ${ended.length} were not answered`);
}

/** Until the receiver has taken a webhook of each. */
export async function untilDelivered(
  { receiver }: Pick<FaultFleet, 'receiver'>,
  queries: readonly Accepted[],
): Promise<void> {
  await waitFor('the webhooks arrive', LIMIT_MS, () =>
    queries.every(({ queryId }) =>
      receiver.deliveries.some(
        ({ body, answeredStatus }) => answeredStatus === 204 && body.includes(queryId),
      ),
    ),
  );
}
