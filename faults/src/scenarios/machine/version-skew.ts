import assert from 'node:assert/strict';
import { BULL_PREFIX, queueNameOfLane, toQueryPayload } from '@ragfleet/contracts';
import type { Accepted } from '../../asking/contract.ts';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import { readRuns } from '../query-records.ts';
import { waitFor } from '../wait-for.ts';

const LANE = `${BULL_PREFIX}:${queueNameOfLane('normal')}`;
const DEADLINE_SECONDS = 30;
const END_MS = 20_000;
/** A deadline that has passed is noticed within a round of the reconciler. */
const EXPIRED_MS = DEADLINE_SECONDS * 1_000 + 15_000;

type Skew = (query: Accepted, deadlineAtMs: number) => string;

const payloadOf = ({ tenant: { tenantId }, queryId }: Accepted, deadlineAtMs: number): object =>
  toQueryPayload({ tenantId, queryId, deadlineAtMs });

/** What other versions of the producer write, and this one's workers can read. */
const READABLE: readonly Skew[] = [
  (query, deadlineAtMs) =>
    JSON.stringify({ ...payloadOf(query, deadlineAtMs), trace: '00-1', hints: { deep: [1] } }),
  ({ tenant: { tenantId }, queryId }, deadlineAtMs) =>
    JSON.stringify({ v: 1, tenantId, queryId, deadlineAtMs }),
];

/** What they cannot: a later version, another shape, and what is no JSON. */
const UNREADABLE: readonly Skew[] = [
  ({ tenant: { tenantId } }, deadlineAtMs) => JSON.stringify({ v: 3, tenant: tenantId, until: deadlineAtMs }),
  ({ tenant: { tenantId } }) => JSON.stringify([tenantId]),
  () => '{"v":2,"t":"al',
];

export const versionSkew: Scenario = {
  id: 'F50',
  title: 'jobs were written by other versions of the fleet',
  boundSeconds: 120,
  isSlow: true,
  run: async (stage) => {
    const { fleet, asking } = stage;
    await Promise.all(fleet.of('query-worker').map((worker) => worker.kill('SIGKILL')));
    const readable = await askSkewed(stage, READABLE);
    const unreadable = await askSkewed(stage, UNREADABLE);
    await fleet.start('query-worker');
    const others = await asking.askMany(3);
    const answered = await asking.untilEnded([...readable, ...others], END_MS);
    assert.ok(
      answered.every(({ status }) => status === 'succeeded'),
      'a job that can be read was not answered',
    );
    await waitFor(
      'the others are parked',
      END_MS,
      async () => (await parkedOf(stage, unreadable)) === unreadable.length,
    );
    const runs = await readRuns(fleet, unreadable);
    assert.ok(
      runs.every(({ attempt }) => attempt === 0),
      'a job was begun that cannot be read',
    );
    const ended = await asking.untilEnded(unreadable, EXPIRED_MS);
    assert.ok(
      ended.every(({ status }) => status === 'expired'),
      'a parked job came to a strange end',
    );
    return {
      recoveryMs: null,
      note: `${readable.length} read, ${unreadable.length} parked, and expired in their time`,
    };
  },
};

/** One query for each, with its job as another version writes it. Nobody takes a job meanwhile. */
async function askSkewed(
  { fleet, asking }: ScenarioStage,
  skews: readonly Skew[],
): Promise<readonly Accepted[]> {
  const queries: Accepted[] = [];
  for (const skew of skews) {
    const query = await asking.ask({ deadlineSeconds: DEADLINE_SECONDS });
    const { deadline_at: deadlineAt } = await asking.read(query);
    await fleet.queue.admin.hset(`${LANE}:${query.queryId}`, 'data', skew(query, Date.parse(deadlineAt)));
    queries.push(query);
  }
  return queries;
}

async function parkedOf({ fleet }: ScenarioStage, queries: readonly Accepted[]): Promise<number> {
  const scores = await Promise.all(
    queries.map(({ queryId }) => fleet.queue.admin.zscore(`${LANE}:failed`, queryId)),
  );
  return scores.filter((score) => score !== null).length;
}
