import { queueKeys } from '@ragfleet/contracts';
import { DEFAULT_ADMISSION_LIMITS } from '@ragfleet/job-queue';
import { setTimeout as delay } from 'node:timers/promises';
import { succeededOf } from '../../fleet/read-counter.ts';
import type { AppFleet } from '../../fleet/start-app-fleet.ts';
import { cancelQueries } from '../../load/cancel-queries.ts';
import { type Asker, type PostedQuery, postQuery } from '../../load/post-query.ts';
import { submitBatch } from '../../load/submit-batch.ts';
import { waitUntil } from '../../load/wait-until.ts';
import { openLoop } from '../../measure/open-loop.ts';
import { questionOf } from '../../model-double/question-mark.ts';

export interface GoodputSlice {
  /** Queries that came to a good end, a second. */
  readonly perSecond: number;
  readonly offeredPerSecond: number;
  /** From when each submission was due to its reply, by what it was answered with. */
  readonly acceptedMs: readonly number[];
  readonly refusedMs: readonly number[];
  /** Of the tenant, the most that was seen. */
  readonly mostOpen: number;
}

export interface GoodputStage {
  readonly fleet: AppFleet;
  readonly asker: Asker;
  readonly seconds: number;
}

const RAMP_MS = 2_000;
const EMPTY_MS = 30_000;
const LOOK_EVERY_MS = 50;
const ACCEPTED = 202;
const LANE = 'normal';

/** What the workers bring to an end in a second when there is always more to do. */
export async function measureCapacity(stage: GoodputStage, questions: Questions): Promise<number> {
  const ids = await fill(stage, questions);
  await delay(RAMP_MS);
  const perSecond = await finishedWithin(stage, () => delay(stage.seconds * 1_000));
  await empty(stage, ids);
  return perSecond;
}

/** At its capacity, with nothing waiting at first. */
export async function measureAtCapacity(
  stage: GoodputStage,
  questions: Questions,
  perSecond: number,
): Promise<GoodputSlice> {
  // The first ones take their time before any is finished.
  await offer(stage, questions, { perSecond, seconds: RAMP_MS / 1_000 });
  const slice = await measure(stage, questions, perSecond);
  await empty(stage, slice.ids);
  return slice;
}

/** At a multiple of it, with as many waiting as may from the first moment on: every second one is refused. */
export async function measureOverloaded(
  stage: GoodputStage,
  questions: Questions,
  perSecond: number,
): Promise<GoodputSlice> {
  const ids = await fill(stage, questions);
  await offer(stage, questions, { perSecond, seconds: RAMP_MS / 1_000 });
  const slice = await measure(stage, questions, perSecond);
  await empty(stage, [...ids, ...slice.ids]);
  return slice;
}

/** Bodies of submissions; no question comes twice. */
export type Questions = (count: number) => readonly object[];

export function createQuestions(kind: string): Questions {
  let next = 0;
  return (count) =>
    Array.from({ length: count }, () => ({ question: questionOf({ kind, at: next++ }), priority: LANE }));
}

const fill = ({ asker }: GoodputStage, questions: Questions): Promise<string[]> =>
  submitBatch(asker, questions(DEFAULT_ADMISSION_LIMITS.openPerTenant));

interface Offered extends PostedQuery {
  readonly tookMs: number;
}

function offer(
  { asker }: GoodputStage,
  questions: Questions,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<Offered[]> {
  const bodies = questions(Math.round(perSecond * seconds));
  return openLoop({ perSecond, count: bodies.length }, async (dueAtMs, at) => {
    const posted = await postQuery(asker, bodies[at] ?? {});
    return { ...posted, tookMs: performance.now() - dueAtMs };
  });
}

async function measure(
  stage: GoodputStage,
  questions: Questions,
  perSecond: number,
): Promise<GoodputSlice & { readonly ids: readonly string[] }> {
  const open = watchOpen(stage);
  let offered: readonly Offered[] = [];
  const goodput = await finishedWithin(stage, async () => {
    offered = await offer(stage, questions, { perSecond, seconds: stage.seconds });
  });
  const timesOf = (isAccepted: boolean): number[] =>
    offered.flatMap(({ status, tookMs }) => ((status === ACCEPTED) === isAccepted ? [tookMs] : []));
  return {
    perSecond: goodput,
    offeredPerSecond: perSecond,
    acceptedMs: timesOf(true),
    refusedMs: timesOf(false),
    mostOpen: open.most(),
    ids: offered.flatMap(({ id }) => id ?? []),
  };
}

/** Queries a second that came to a good end while the work went on. */
async function finishedWithin({ fleet }: GoodputStage, work: () => Promise<void>): Promise<number> {
  const before = await succeededOf(fleet.queryWorkers);
  const startedAtMs = performance.now();
  await work();
  const seconds = (performance.now() - startedAtMs) / 1_000;
  return ((await succeededOf(fleet.queryWorkers)) - before) / seconds;
}

function watchOpen({ fleet, asker }: GoodputStage): { readonly most: () => number } {
  let most = 0;
  const timer = setInterval(() => {
    fleet.queueRedis.zcard(queueKeys.openQueries(asker.tenant.tenantId)).then(
      (open) => {
        most = Math.max(most, open);
      },
      () => undefined, // the submissions themselves report a Redis that is away
    );
  }, LOOK_EVERY_MS);
  return {
    most: () => {
      clearInterval(timer);
      return most;
    },
  };
}

async function empty({ fleet, asker }: GoodputStage, ids: readonly string[]): Promise<void> {
  await cancelQueries(asker, ids);
  const isEmpty = await waitUntil(
    async () => (await fleet.queueRedis.zcard(queueKeys.openQueries(asker.tenant.tenantId))) === 0,
    EMPTY_MS,
  );
  if (!isEmpty) throw new Error('Queries are still open after all of them were canceled.');
}
