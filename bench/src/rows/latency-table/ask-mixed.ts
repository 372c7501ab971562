import { createClient } from '@ragfleet/client';
import { type Asker, type PostedQuery, postQuery } from '../../load/post-query.ts';
import { openLoop } from '../../measure/open-loop.ts';
import { questionOf } from '../../model-double/question-mark.ts';

export const KIND = 'north';
/** Of ten queries, so many were asked before and are in the cache: the article's share. */
const REPEATED_OF_TEN = 6;
/** Of which so many questions are the same. */
export const WARM_QUESTIONS = 200;
/** Every such query is watched at its event stream. */
const STREAM_EVERY = 10;
const STREAM_MS = 120_000;
const LANES = ['high', 'normal', 'normal', 'low', 'normal', 'high', 'normal', 'normal', 'low', 'normal'];

export interface MixedLoad {
  readonly perSecond: number;
  readonly count: number;
  /** Number of the first question that nobody asked before. */
  readonly from: number;
  readonly askers: readonly Asker[];
}

export interface MixedQuery extends PostedQuery {
  readonly asker: Asker;
  readonly at: number;
  /** When it was to be sent, in milliseconds since 1970. */
  readonly dueAtMs: number;
  /** From then to the first token at its stream; null where nobody watched, or none came. */
  readonly firstTokenMs: number | null;
  readonly isWatched: boolean;
}

/** Asks each warm question once, of the tenant that will repeat it. */
export const askWarm = (askers: readonly Asker[], perSecond: number): Promise<MixedQuery[]> =>
  openLoop({ perSecond, count: WARM_QUESTIONS }, (dueMs, at) =>
    askOne({ asker: askerOf(askers, at), at, dueMs, index: at, isWatched: false }),
  );

/** Six queries of ten repeat a warm question of their tenant, the others are new; each is sent when it is due. */
export const askMixed = ({ askers, from, ...load }: MixedLoad): Promise<MixedQuery[]> =>
  openLoop(load, (dueMs, index) => {
    const at = isRepeat(index) ? warmAt(index, askers.length) : from + index;
    return askOne({
      asker: askerOf(askers, index),
      at,
      dueMs,
      index,
      isWatched: index % STREAM_EVERY === 0,
    });
  });

/** Spread over each ten, so that every asker has both kinds and watched ones are of both. */
const isRepeat = (index: number): boolean =>
  (index + Math.floor(index / STREAM_EVERY)) % 10 < REPEATED_OF_TEN;

/** A question that the same asker has asked: theirs are every so manieth. */
function warmAt(index: number, askers: number): number {
  const own = Math.floor(WARM_QUESTIONS / askers);
  return (Math.floor(index / askers) % own) * askers + (index % askers);
}

function askerOf(askers: readonly Asker[], at: number): Asker {
  const asker = askers[at % askers.length];
  if (asker === undefined) throw new Error('A load needs a tenant.');
  return asker;
}

interface OneQuery extends Pick<MixedQuery, 'asker' | 'at' | 'isWatched'> {
  readonly dueMs: number;
  readonly index: number;
}

async function askOne({ asker, at, dueMs, index, isWatched }: OneQuery): Promise<MixedQuery> {
  const posted = await postQuery(asker, {
    question: questionOf({ kind: KIND, at }),
    priority: LANES[Math.floor(index / LANES.length) % LANES.length],
  }).catch((): PostedQuery => ({ status: 0, id: null }));
  const dueAtMs = performance.timeOrigin + dueMs;
  const firstTokenMs = isWatched && posted.id !== null ? await firstTokenOf(asker, posted.id, dueMs) : null;
  return { ...posted, asker, at, dueAtMs, isWatched, firstTokenMs };
}

/** Milliseconds from when it was due; null when it ends without a token. */
async function firstTokenOf({ url, tenant }: Asker, id: string, dueMs: number): Promise<number | null> {
  const client = createClient({ url, apiKey: tenant.key });
  const signal = AbortSignal.timeout(STREAM_MS);
  let firstMs: number | null = null;
  for await (const event of client.queries.stream(id, { signal }))
    if (event.type === 'token') firstMs ??= performance.now() - dueMs;
  return firstMs;
}
