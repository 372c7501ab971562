import { queueKeys } from '@ragfleet/contracts';
import { isFault } from '@ragfleet/kernel';
import { closeRedis, connectRedis, type Redis, redisReply, whenReady } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { type WakeSignal, createWakeSignal } from '../notices/wake-signal.ts';
import { createChannelSubscriber } from '../notices/channel-subscriber.ts';
import type { QueryRecord } from '../queries/contract.ts';
import { createReadQuery } from '../queries/query-state-store.ts';
import { isTerminal } from '../queries/query-record.ts';
import { toQueryResource } from '../queries/query-resource.ts';
import type { QueryEventReader, StreamEvent } from './contract.ts';
import { openEvent } from './event-codec.ts';
import { replayEvents } from './replay-events.ts';
import { createRereadPauses } from './reread-pauses.ts';

export interface QueryEventReaderOptions {
  /** The queue Redis. Two connections serve every reader of the process. */
  readonly redisUrl: string;
  readonly sealer: Sealer;
  /** For the urls in `done`; null renders paths. */
  readonly publicUrl: string | null;
}

const PAGE = 500;
const OPEN_STATES: ReadonlySet<string> = new Set(['admitted', 'queued', 'running']);
const CONNECTING_MS = 1_000;
const CLOSE_MS = 500;

/** Reads the event streams of queries for all listeners of one process, over two connections to the queue Redis. */
export function createQueryEventReader(options: QueryEventReaderOptions): QueryEventReader {
  const { redisUrl, sealer } = options;
  const redis = connectRedis({ url: redisUrl, profile: 'fail-fast', name: 'query-events' });
  const subscriber = createChannelSubscriber({ redisUrl, name: 'query-events-notices' });
  const source: EventSource = {
    redis,
    sealer,
    publicUrl: options.publicUrl,
    record: createReadQuery({ redis, sealer }),
  };
  return {
    read: async function* (tenantId, queryId, afterId, signal) {
      const wakeSignal = createWakeSignal();
      const unlisten = subscriber.listen(queueKeys.events(tenantId, queryId), () => wakeSignal.notify());
      try {
        yield* follow(source, { tenantId, queryId, afterId: streamIdOr(afterId, '0-0'), wakeSignal, signal });
      } finally {
        unlisten();
      }
    },
    close: async () => {
      await subscriber.close();
      await closeRedis(redis, CLOSE_MS);
    },
  };
}

interface EventSource {
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly publicUrl: string | null;
  readonly record: (tenantId: string, queryId: string) => Promise<QueryRecord | null>;
}

interface Subscription {
  readonly tenantId: string;
  readonly queryId: string;
  readonly afterId: string;
  readonly wakeSignal: WakeSignal;
  readonly signal: AbortSignal;
}

/** Yields what is there, then waits for the bell; a Redis that is away for a moment only pauses it. */
async function* follow(
  source: EventSource,
  { wakeSignal, signal, ...query }: Subscription,
): AsyncGenerator<StreamEvent> {
  const pauses = createRereadPauses();
  let lastId = query.afterId;
  while (!signal.aborted) {
    const step = await nextEvents(source, query, lastId).catch(pauseWhileAway);
    for (const event of step.events) {
      yield event;
      lastId = event.id;
      if (event.type === 'done') return;
    }
    if (step.isOver) return;
    if (step !== NOTHING_NEW) pauses.reset();
    if (step.events.length === 0) await wakeSignal.wait(pauses.nextMs(), signal);
  }
}

interface Step {
  readonly events: readonly StreamEvent[];
  readonly isOver: boolean;
}

const NOTHING_NEW: Step = { events: [], isOver: false };
/** What came meanwhile is unknown. */
const AWAY: Step = { events: [], isOver: false };

function pauseWhileAway(error: unknown): Step {
  if (isFault(error, 'unavailable')) return AWAY;
  throw error;
}

type QueryName = Pick<Subscription, 'tenantId' | 'queryId'>;

/** The next page. When nothing is left and the query has ended: `done` again, or what its record tells when its stream is gone. */
async function nextEvents(source: EventSource, query: QueryName, lastId: string): Promise<Step> {
  await whenReady(source.redis, CONNECTING_MS);
  const events = await readPage(source, query, lastId);
  if (events.length > 0) return { events: await withResource(source, query, events), isOver: false };
  if (await goesOn(source, query)) return NOTHING_NEW;
  const record = await source.record(query.tenantId, query.queryId);
  if (record === null) return { events: [], isOver: true };
  if (!isTerminal(record.status)) return NOTHING_NEW;
  // It may have ended between the two reads, with tokens and `done` in the stream.
  const late = await readPage(source, query, lastId);
  if (late.length > 0) return { events: await withResource(source, query, late), isOver: false };
  return { events: await lastEvents(source, record, lastId), isOver: true };
}

/** The small field alone: whoever waits asks again and again, and the sealed rest is large. */
async function goesOn({ redis }: EventSource, { tenantId, queryId }: QueryName): Promise<boolean> {
  const state = await redisReply(redis.hget(queueKeys.query(tenantId, queryId), 'state'));
  return state !== null && OPEN_STATES.has(state);
}

async function lastEvents(
  source: EventSource,
  record: QueryRecord,
  lastId: string,
): Promise<readonly StreamEvent[]> {
  const { tenantId, queryId } = record;
  const isKept = (await redisReply(source.redis.exists(queueKeys.events(tenantId, queryId)))) === 1;
  const ended = resource(source, record);
  if (isKept) return [{ id: lastId, type: 'done', data: ended }];
  return replayEvents({ record, resource: ended, afterId: lastId });
}

/** `done` brings the resource, read after the event was there, so that it is the ended one. */
async function withResource(
  source: EventSource,
  query: QueryName,
  events: readonly StreamEvent[],
): Promise<readonly StreamEvent[]> {
  const last = events.at(-1);
  if (last?.type !== 'done') return events;
  const record = await source.record(query.tenantId, query.queryId);
  return [...events.slice(0, -1), { ...last, data: record === null ? {} : resource(source, record) }];
}

async function readPage(
  { redis, sealer }: EventSource,
  { tenantId, queryId }: QueryName,
  lastId: string,
): Promise<StreamEvent[]> {
  const stream = queueKeys.events(tenantId, queryId);
  const entries = await redisReply(redis.xrange(stream, `(${lastId}`, '+', 'COUNT', PAGE));
  return entries.map(([id, flat]) => openEvent(sealer, tenantId, id, flat));
}

const resource = ({ publicUrl }: EventSource, record: QueryRecord): StreamEvent['data'] => ({
  ...toQueryResource(record, { place: null, publicUrl }),
});

/** A client may send any text as its last id. */
const streamIdOr = (id: string | null, otherwise: string): string =>
  id !== null && /^\d{1,19}-\d{1,19}$/.test(id) ? id : otherwise;
