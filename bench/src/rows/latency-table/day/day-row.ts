import { FINISHED_STREAM_TTL_SECONDS, LANE_POLICIES, queueKeys, WEBHOOK_POLICY } from '@ragfleet/contracts';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import type { BenchRow, RowOptions, RowReport } from '../../../contract.ts';
import { type AppFleet, startAppFleet, storeAtHand } from '../../../fleet/start-app-fleet.ts';
import { loadDocumentsOf } from '../../../load/load-documents.ts';
import type { Asker } from '../../../load/post-query.ts';
import { readOutcomes } from '../../../load/read-outcomes.ts';
import { receiveWebhooks } from '../../../load/receive-webhooks.ts';
import { submitBatch } from '../../../load/submit-batch.ts';
import { waitUntil } from '../../../load/wait-until.ts';
import { questionOf } from '../../../model-double/question-mark.ts';
import { doubleVariables, startPacedDouble } from '../../../model-double/start-paced-double.ts';
import { letStreamsEnd } from '../../../servers/let-streams-end.ts';
import { createRedisMeter } from '../../../servers/redis-meter.ts';
import {
  DAY_MEMORY_MB,
  DAY_NAME,
  DAY_ROW,
  type DayFindings,
  type DaySample,
  QUERIES_A_DAY,
  reportDay,
} from './day-report.ts';
import { endedJobsOf, lastingKeysOf } from './lasting-keys.ts';

const TENANTS = 5;
const QUERY_WORKERS = 2;
const KIND = 'north';
const SAMPLES = 10;
const QUICK_QUERIES = 2_000;
/** Queries of one tenant in one request. */
const BATCH = 100;
/** More are not sent while so many are open. */
const MAX_OPEN = 300;
/** Every so manieth query tells its end. */
const CALLBACK_EVERY = 20;
/** Of ten questions, so many were asked before. */
const REPEATED_OF_TEN = 6;
const STRIDE = 7_919;
const READY_MS = 10_000;
const CLOSE_MS = 2_000;
const BATCH_MS = 120_000;
const WEBHOOKS_MS = 60_000;
/** Above what a deployment lets one tenant do, which is not what is asked here. */
const SLOTS = { LOW_SLOTS: '8', SHARED_SLOTS: '24' };

/**
 * A day of a million queries, one to ten or smaller: the servers have memory to the same scale, and all that is kept of a
 * day's queries is kept. The models answer at once, so that it takes as long as the fleet needs; streams of events, which
 * end after five minutes of a real day, are removed as the server would.
 */
export const dayRow = ({ queries }: { readonly queries: number }): BenchRow => ({
  row: DAY_ROW,
  name: DAY_NAME,
  versions: () => ({}),
  run: async (options) => {
    const count = options.isQuick ? Math.min(queries, QUICK_QUERIES) : queries;
    const maxMemoryMb = Math.ceil((DAY_MEMORY_MB * count) / QUERIES_A_DAY);
    await using stack = new AsyncDisposableStack();
    const double = await startPacedDouble();
    stack.defer(() => double.stop());
    await double.pace({ [KIND]: { takes: null, pieces: 12, firstShare: 0 } });
    const receiver = await receiveWebhooks();
    stack.defer(() => receiver.stop());
    options.say('  starting a fleet …');
    const fleet = await startAppFleet({
      variables: { ...doubleVariables(double.url), ...SLOTS, WEBHOOK_ALLOW_HOSTS: receiver.host },
      queryWorkers: QUERY_WORKERS,
      tenants: TENANTS,
      store: storeAtHand(),
      maxMemoryMb,
      say: options.say,
    });
    stack.defer(() => fleet.stop());
    const cacheRedis = connectRedis({ url: fleet.cacheRedisUrl, profile: 'blocking', name: 'bench' });
    stack.defer(() => closeRedis(cacheRedis, CLOSE_MS));
    await whenReady(cacheRedis, READY_MS);
    const askers = fleet.tenants.map((tenant) => ({ url: fleet.url, tenant }));
    await loadDocumentsOf(askers);
    return await liveADay(
      { fleet, cacheRedis, askers, callbackUrl: receiver.url, maxMemoryMb },
      count,
      options,
    );
  },
});

interface Stage {
  readonly fleet: AppFleet;
  readonly cacheRedis: Redis;
  readonly askers: readonly Asker[];
  readonly callbackUrl: string;
  readonly maxMemoryMb: number;
}

interface Accepted {
  readonly asker: Asker;
  readonly id: string;
}

async function liveADay(stage: Stage, count: number, { say }: RowOptions): Promise<RowReport> {
  const { fleet } = stage;
  const startedAtMs = performance.now();
  const accepted: Accepted[] = [];
  const samples = [await sampleOf(stage, 0)];
  const rounds = Math.ceil(count / (BATCH * TENANTS));
  for (let round = 0; round < rounds; round += 1) {
    accepted.push(...(await askRound(stage, round)));
    await openAtMost(fleet, MAX_OPEN);
    if (Math.floor(((round + 1) * SAMPLES) / rounds) < samples.length) continue;
    await openAtMost(fleet, 0);
    samples.push(await sampleOf(stage, (round + 1) * BATCH * TENANTS));
    say(`  ${accepted.length} of ${count} queries …`);
  }
  await waitUntil(async () => (await fleet.queueRedis.zcard(queueKeys.outbox)) === 0, WEBHOOKS_MS);
  const seconds = (performance.now() - startedAtMs) / 1_000;
  const asked = rounds * BATCH * TENANTS;
  return reportDay({
    ...(await lookAtTheEnd(stage, accepted)),
    queries: asked,
    refused: asked - accepted.length,
    samples,
    seconds,
  });
}

/** A batch of each tenant. */
async function askRound({ askers, callbackUrl }: Stage, round: number): Promise<Accepted[]> {
  const batches = askers.map(async (asker, tenant) => {
    const bodies = Array.from({ length: BATCH }, (_, place) => {
      const index = round * BATCH + place;
      return {
        question: questionOf({ kind: KIND, at: numberOf(index) * TENANTS + tenant }),
        priority: 'low',
        ...(index % CALLBACK_EVERY === 0 && { callback: { url: callbackUrl } }),
      };
    });
    return (await submitBatch(asker, bodies)).map((id) => ({ asker, id }));
  });
  return (await Promise.all(batches)).flat();
}

/** Another question, or one of before. */
const numberOf = (index: number): number =>
  index > 0 && index % 10 < REPEATED_OF_TEN ? (index * STRIDE) % index : index;

async function openAtMost({ queueRedis }: AppFleet, most: number): Promise<void> {
  const isSo = await waitUntil(async () => (await queueRedis.zcard(queueKeys.deadlines)) <= most, BATCH_MS);
  if (!isSo) throw new Error(`More than ${most} queries were open for ${BATCH_MS / 1_000} s.`);
}

async function sampleOf({ fleet, cacheRedis }: Stage, queries: number): Promise<DaySample> {
  await letStreamsEnd(fleet.queueRedis, FINISHED_STREAM_TTL_SECONDS);
  return {
    queries,
    queueBytes: await createRedisMeter(fleet.queueRedis).usedBytes(),
    cacheBytes: await createRedisMeter(cacheRedis).usedBytes(),
  };
}

async function lookAtTheEnd(
  { fleet, maxMemoryMb }: Stage,
  accepted: readonly Accepted[],
): Promise<Pick<DayFindings, 'notSucceeded' | 'maxMemoryMb' | 'endedJobs' | 'lastingKeys'>> {
  const outcomes = await readOutcomes(accepted);
  const queues = [...Object.values(LANE_POLICIES), WEBHOOK_POLICY];
  return {
    notSucceeded: outcomes.filter(({ status }) => status !== 'succeeded').length,
    maxMemoryMb,
    endedJobs: await endedJobsOf(fleet.queueRedis, queues),
    lastingKeys: await lastingKeysOf(fleet.queueRedis),
  };
}
