import { setTimeout as rest } from 'node:timers/promises';
import { queueKeys } from '@ragfleet/contracts';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { ANY_SCRIPT, openTestRedis, startCuttingProxy } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { QueryService, QueryStateStore } from '../queries/contract.ts';
import { createQueryService } from '../queries/query-service.ts';
import { createQueryStateStore } from '../queries/query-state-store.ts';
import { CANARY, commandOf, resultOf, sealer } from '../queries/query.test-data.ts';
import { createAppendEvents } from './append-script.ts';
import type { QueryEventReader, QueryEventWriter, StreamEvent } from './contract.ts';
import { createQueryEventReader } from './query-event-reader.ts';
import { createEventBatchTimer, createQueryEventWriter } from './query-event-writer.ts';

const TENANT = 'acme';
const PUBLIC_URL = 'https://rag.example';

const server = await openTestRedis({ profile: 'blocking' });
const { redis } = server;
let queryService: QueryService;
let ledger: QueryStateStore;
let reader: QueryEventReader;

beforeAll(() => {
  queryService = createQueryService({ redisUrl: server.url, sealer });
  ledger = createQueryStateStore({ redis, sealer });
  reader = createQueryEventReader({ redisUrl: server.url, sealer, publicUrl: PUBLIC_URL });
});
afterAll(async () => {
  await Promise.all([queryService.close(), reader.close()]);
});

const begin = async (): Promise<string> => {
  const { record } = await queryService.submit(commandOf(TENANT));
  await ledger.begin(TENANT, record.queryId);
  return record.queryId;
};
const batchTimer = createEventBatchTimer();
const writerOf = (queryId: string, attempt = 1): QueryEventWriter =>
  createQueryEventWriter({
    append: createAppendEvents(redis),
    sealer,
    tenantId: TENANT,
    queryId,
    attempt,
    batchTimer,
  });
const finish = (queryId: string): Promise<boolean> =>
  ledger.settle(TENANT, queryId, { status: 'succeeded', result: resultOf(CANARY) });
const readAll = async (queryId: string, afterId: string | null = null): Promise<StreamEvent[]> => {
  const events: StreamEvent[] = [];
  for await (const event of reader.read(TENANT, queryId, afterId, AbortSignal.timeout(5_000)))
    events.push(event);
  return events;
};
const typesOf = (events: readonly StreamEvent[]): string[] => events.map(({ type }) => type);

describe('query events', () => {
  it('replays everything from the first event to a late reader and ends at done with the resource', async () => {
    const queryId = await begin();
    const writer = writerOf(queryId);
    writer.append('token', { text: `the ${CANARY}`, run: 1 });
    await writer.flush();
    await finish(queryId);
    const events = await readAll(queryId);
    expect(typesOf(events)).toEqual(['status', 'status', 'token', 'done']);
    expect(events.slice(0, 3).map(({ data }) => data)).toEqual([
      { status: 'queued' },
      { status: 'running' },
      { text: `the ${CANARY}`, run: 1 },
    ]);
    expect(events[3]?.data).toMatchObject({
      id: queryId,
      status: 'succeeded',
      result: { answer: CANARY },
      urls: { self: `${PUBLIC_URL}/v1/queries/${queryId}` },
    });
  });

  it('brings events to a reader while they are written', async () => {
    const queryId = await begin();
    const reading = readAll(queryId);
    const writer = writerOf(queryId);
    for (const text of ['a', 'b', 'c']) {
      writer.append('token', { text, run: 1 });
      await writer.flush();
    }
    await finish(queryId);
    expect(typesOf(await reading)).toEqual(['status', 'status', 'token', 'token', 'token', 'done']);
  });

  it('says once what is sent again after a cut, in every attempt', async () => {
    const proxy = await startCuttingProxy(server.url);
    const cut = connectRedis({ url: proxy.url, profile: 'blocking', name: 'cut' });
    onTestFinished(() => closeRedis(cut, 500));
    await whenReady(cut, 5_000);
    const append = createAppendEvents(cut);
    const queryId = await begin();
    const sayTwo = async (attempt: number): Promise<void> => {
      const writer = createQueryEventWriter({
        append,
        sealer,
        tenantId: TENANT,
        queryId,
        attempt,
        batchTimer,
      });
      for (const text of ['one', 'two']) {
        proxy.cutAfter(ANY_SCRIPT);
        writer.append('token', { text, run: attempt });
        await writer.flush();
      }
    };
    await sayTwo(1);
    await ledger.begin(TENANT, queryId);
    await sayTwo(2);
    await finish(queryId);
    const tokens = (await readAll(queryId)).filter(({ type }) => type === 'token');
    expect(tokens.map(({ data }) => [data['text'], data['run']])).toEqual([
      ['one', 1],
      ['two', 1],
      ['one', 2],
      ['two', 2],
    ]);
  });

  it('resumes after the id that a reader names', async () => {
    const queryId = await begin();
    await finish(queryId);
    const all = await readAll(queryId);
    expect(typesOf(await readAll(queryId, all[0]?.id))).toEqual(['status', 'done']);
    expect(typesOf(await readAll(queryId, all.at(-1)?.id))).toEqual(['done']);
    expect(typesOf(await readAll(queryId, 'anything the client likes'))).toEqual(typesOf(all));
  });

  it('goes on in another process where a lost one stopped, in the middle of the text', async () => {
    const queryId = await begin();
    const writer = writerOf(queryId);
    const lost = createQueryEventReader({ redisUrl: server.url, sealer, publicUrl: PUBLIC_URL });
    writer.append('token', { text: 'One ', run: 1 });
    const heard: StreamEvent[] = [];
    for await (const event of lost.read(TENANT, queryId, null, AbortSignal.timeout(5_000))) {
      heard.push(event);
      if (event.type === 'token') break;
    }
    await lost.close();
    const rest = readAll(queryId, heard.at(-1)?.id);
    writer.append('token', { text: 'answer.', run: 1 });
    await writer.flush();
    await finish(queryId);
    const told = [...heard, ...(await rest)];
    expect(typesOf(told)).toEqual(['status', 'status', 'token', 'token', 'done']);
    expect(told.flatMap(({ data }) => data['text'] ?? [])).toEqual(['One ', 'answer.']);
    expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
  });

  it('reads no more than the state of a query that goes on', async () => {
    const queryId = await begin();
    await redis.hset(queueKeys.query(TENANT, queryId), 'submission', 'not to be opened');
    const types: string[] = [];
    const writer = writerOf(queryId);
    for await (const { type } of reader.read(TENANT, queryId, null, AbortSignal.timeout(5_000))) {
      types.push(type);
      if (types.length === 2) setTimeout(() => writer.append('token', { text: 'One', run: 1 }), 100);
      if (type === 'token') break;
    }
    expect(types).toEqual(['status', 'status', 'token']);
  });

  it('keeps a stream for some minutes after its end, its record for the day', async () => {
    const queryId = await begin();
    await finish(queryId);
    expect(await redis.ttl(queueKeys.events(TENANT, queryId))).toBeLessThanOrEqual(300);
    expect(await redis.ttl(queueKeys.query(TENANT, queryId))).toBeGreaterThan(86_000);
  });

  it('tells the whole answer again when the stream of an ended query is gone', async () => {
    const queryId = await begin();
    await finish(queryId);
    await redis.del(queueKeys.events(TENANT, queryId));
    const events = await readAll(queryId);
    expect(typesOf(events)).toEqual(['status', 'status', 'token', 'done']);
    expect(events[2]?.data['text']).toBe(CANARY);
    expect(events[3]?.data).toMatchObject({ id: queryId, status: 'succeeded', result: { answer: CANARY } });
    expect(await readAll(queryId, events[1]?.id)).toEqual(events.slice(2));
  });

  it('takes back what a reader has heard of a stream that is gone', async () => {
    const queryId = await begin();
    const writer = writerOf(queryId);
    writer.append('token', { text: CANARY.slice(0, 4), run: 1 });
    await writer.flush();
    const leaving = new AbortController();
    let heard: string | null = null;
    for await (const { id, type } of reader.read(TENANT, queryId, null, leaving.signal)) {
      heard = id;
      if (type === 'token') leaving.abort();
    }
    await finish(queryId);
    await redis.del(queueKeys.events(TENANT, queryId));
    const rest = await readAll(queryId, heard);
    expect(typesOf(rest)).toEqual(['reset', 'status', 'status', 'token', 'done']);
    expect(rest[3]?.data).toEqual({ text: CANARY, run: rest[0]?.data['run'] });
  });

  it('tells nothing of a purged query but its end, and ends at once for an unknown one', async () => {
    const queryId = await begin();
    await finish(queryId);
    await queryService.purge(TENANT, queryId);
    const events = await readAll(queryId);
    expect(typesOf(events)).toEqual(['status', 'status', 'done']);
    expect(JSON.stringify(events)).not.toContain(CANARY);
    expect(await readAll('q_unknown')).toEqual([]);
  });

  it('serves many readers over two connections', async () => {
    const queryId = await begin();
    const readings = Array.from({ length: 50 }, () => readAll(queryId));
    const connections = String(await redis.client('LIST')).match(/name=query-events/g);
    expect(connections).toHaveLength(2);
    await finish(queryId);
    for (const events of await Promise.all(readings)) expect(events.at(-1)?.type).toBe('done');
  });

  it('stops reading when the reader goes away', async () => {
    const queryId = await begin();
    const leaving = new AbortController();
    const iterator = reader.read(TENANT, queryId, null, leaving.signal)[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toMatchObject({ type: 'status' });
    expect((await iterator.next()).value).toMatchObject({ type: 'status' });
    const next = iterator.next();
    leaving.abort();
    expect((await next).done).toBe(true);
  });

  it('silences the writer of an older attempt and says that the text starts over', async () => {
    const queryId = await begin();
    const old = writerOf(queryId, 1);
    await ledger.begin(TENANT, queryId);
    old.append('token', { text: 'stale', run: 1 });
    await old.flush();
    const fresh = writerOf(queryId, 2);
    fresh.append('token', { text: 'fresh', run: 1 });
    await fresh.flush();
    await finish(queryId);
    fresh.append('token', { text: 'after the end', run: 1 });
    await fresh.flush();
    const events = await readAll(queryId);
    expect(typesOf(events)).toEqual(['status', 'status', 'reset', 'token', 'done']);
    expect(events[2]?.data).toEqual({ run: 2, reason: 'restarted' });
    expect(events[3]?.data).toEqual({ text: 'fresh', run: 1 });
  });

  it.each([0, 100])('sends the first token at once and packs what follows %i ms later', async (restMs) => {
    const queryId = await begin();
    const writer = writerOf(queryId);
    const stream = queueKeys.events(TENANT, queryId);
    writer.append('token', { text: 'first', run: 1 });
    await vi.waitUntil(async () => (await redis.xlen(stream)) === 3, { interval: 2 });
    // Long enough that nothing of another writer is under way either.
    await rest(restMs);
    for (const text of ['x', 'y', 'z']) writer.append('token', { text, run: 1 });
    writer.append('token', { text: 'second run', run: 2 });
    await vi.waitUntil(async () => (await redis.xlen(stream)) === 5, { interval: 5 });
    await finish(queryId);
    const texts = (await readAll(queryId)).flatMap(({ type, data }) =>
      type === 'token' ? [data['text']] : [],
    );
    expect(texts).toEqual(['first', 'xyz', 'second run']);
  });

  it('keeps a long stream whole until done', async () => {
    const queryId = await begin();
    const writer = writerOf(queryId);
    for (let run = 1; run <= 1_200; run += 1) writer.append('token', { text: `t${run}`, run });
    await writer.flush();
    await finish(queryId);
    const events = await readAll(queryId);
    expect(events).toHaveLength(1_203);
    expect(events[2]?.data).toEqual({ text: 't1', run: 1 });
  });

  it('keeps nothing that a person or a model wrote readable in the stream', async () => {
    const queryId = await begin();
    const writer = writerOf(queryId);
    writer.append('token', { text: CANARY, run: 1 });
    writer.append('citation', { quote: CANARY });
    await writer.flush();
    await finish(queryId);
    const raw = JSON.stringify(await redis.xrange(queueKeys.events(TENANT, queryId), '-', '+'));
    expect(raw).toContain('citation');
    expect(raw).not.toContain(CANARY);
  });
});
