import { cacheKeys } from '@ragfleet/contracts';
import { isFault } from '@ragfleet/kernel';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import { answerEntriesContract, answerEntry, openTestRedis } from '@ragfleet/test-support';
import { randomBytes } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { createAnswerEntries } from './answer-entries.ts';

const sealer = createSealer(randomBytes(32).toString('base64'));
const server = await openTestRedis({ role: 'cache' });
const { redis } = server;

const open = () => createAnswerEntries({ redis, sealer });
const KEEP = { keepMs: 60_000, documentIds: ['doc_context'] };
let tenants = 0;
const newTenant = (): string => `tenant-${(tenants += 1)}`;

describe('createAnswerEntries', () => {
  answerEntriesContract(open);
});

describe('a stored answer', () => {
  const written = async () => {
    const tenantId = newTenant();
    const id = open().idOf(tenantId, 'question');
    await open().write(tenantId, id, answerEntry(), KEEP);
    const key = cacheKeys.answer(tenantId, id);
    const value = (await redis.getBuffer(key)) ?? Buffer.alloc(0);
    const read = async () => (await open().read(tenantId, [id]))[0];
    return { tenantId, id, key, value, read };
  };

  it.each<[string, (value: Buffer) => Buffer]>([
    ['changed', (value) => value.fill(value.readUInt8(value.length - 1) ^ 1, value.length - 1)],
    ['cut', (value) => value.subarray(0, value.length - 1)],
    ['cut to its head', (value) => value.subarray(0, 25)],
    ['empty', () => Buffer.alloc(0)],
    ['of another version', (value) => value.fill(9, 0, 1)],
    ['something else', () => Buffer.from('{"answer": "forged"}')],
  ])('is none when it is %s', async (_name, change) => {
    const { key, value, read } = await written();
    await redis.set(key, change(Buffer.from(value)));
    expect(await read()).toBeNull();
  });

  it('keeps its sealed space, whatever is written before the seal', async () => {
    const { key, value, read } = await written();
    await redis.set(key, Buffer.from(value).fill(7, 1, 25));
    expect(await read()).toEqual(answerEntry());
  });

  it('is none under another id, another tenant, another key of the fleet, and as a retrieval', async () => {
    const { tenantId, id, value } = await written();
    const other = open().idOf(tenantId, 'another question');
    await redis.set(cacheKeys.answer(tenantId, other), value);
    await redis.set(cacheKeys.answer('elsewhere', id), value);
    await redis.set(cacheKeys.retrieval(tenantId, id), value);
    expect(await open().read(tenantId, [other])).toEqual([null]);
    expect(await open().read('elsewhere', [id])).toEqual([null]);
    expect(await open().readRetrieval(tenantId, id)).toBeNull();
    const otherFleet = createSealer(randomBytes(32).toString('base64'));
    expect(await createAnswerEntries({ redis, sealer: otherFleet }).read(tenantId, [id])).toEqual([null]);
  });

  it('is what the store has now, however often this process has opened it before', async () => {
    const { tenantId, id, key, value } = await written();
    const entries = open();
    const read = async () => (await entries.read(tenantId, [id]))[0];
    for (let times = 0; times < 3; times += 1) expect(await read()).toEqual(answerEntry());
    await redis.set(key, Buffer.from(value).fill(value.readUInt8(60) ^ 1, 60, 61));
    expect(await read()).toBeNull();
    await entries.write(tenantId, id, answerEntry({ question: 'newer' }), KEEP);
    expect((await read())?.question).toBe('newer');
    await entries.remove(tenantId, [id]);
    expect(await read()).toBeNull();
  });

  it('shows nothing that a person wrote, and no name of a document, in any key or value', async () => {
    const { tenantId, id } = await written();
    const retrieval = {
      question: 'SECRET',
      stamp: { access: 'a', changes: 'c' },
      passages: answerEntry().evidence,
    };
    await open().writeRetrieval(tenantId, id, retrieval, 60_000);
    const keys = await redis.keys(`rf:${tenantId}:*`);
    expect(keys.length).toBeGreaterThan(5);
    const dumps = await Promise.all(keys.map((key) => redis.dumpBuffer(key)));
    const stored = Buffer.concat([
      Buffer.from(keys.join(' ')),
      ...dumps.map((dump) => dump ?? Buffer.alloc(0)),
    ]);
    for (const text of [
      'leave',
      'Thirty',
      'doc_',
      'legal',
      'gpt',
      'SECRET',
      answerEntry().evidence[0]?.passageId,
    ])
      expect(stored.indexOf(text ?? ''), text).toBe(-1);
  });

  it('leaves nothing without an expiry', async () => {
    const { tenantId } = await written();
    for (const key of await redis.keys(`rf:${tenantId}:*`))
      expect(await redis.pttl(key), key).toBeGreaterThan(0);
  });
});

describe('the indexes', () => {
  const membersOf = async (tenantId: string, part: 'cites' | 'answers'): Promise<number[]> => {
    const keys = await redis.keys(`rf:${tenantId}:${part}:*`);
    return (await Promise.all(keys.map((key) => redis.zcard(key)))).toSorted((one, other) => one - other);
  };

  it('name an answer once for each document that it cites or was written from', async () => {
    const tenantId = newTenant();
    await open().write(tenantId, open().idOf(tenantId, 'a'), answerEntry(), KEEP);
    await open().write(tenantId, open().idOf(tenantId, 'b'), answerEntry(), KEEP);
    expect(await membersOf(tenantId, 'cites')).toEqual([2, 2, 2]);
  });

  it('forget at each write what has expired', async () => {
    const tenantId = newTenant();
    let nowMs = Date.now();
    const entries = createAnswerEntries({ redis, sealer, nowMs: () => nowMs });
    await entries.write(tenantId, entries.idOf(tenantId, 'a'), answerEntry(), KEEP);
    nowMs += 62_000;
    await entries.write(tenantId, entries.idOf(tenantId, 'b'), answerEntry(), { ...KEEP, keepMs: 120_000 });
    expect(await membersOf(tenantId, 'cites')).toEqual([1, 1, 1]);
  });

  it('keep 10,000 answers of a document, those that expire last', async () => {
    const tenantId = newTenant();
    const entries = open();
    await entries.write(tenantId, entries.idOf(tenantId, 'a'), answerEntry(), KEEP);
    const [document = ''] = await redis.keys(`rf:${tenantId}:cites:*`);
    const laterSeconds = Math.floor(Date.now() / 1_000) + 1_000;
    const members = Array.from({ length: 10_000 }, (_, at) => [laterSeconds + at, `member ${at}`]).flat();
    await redis.zadd(document, ...members);
    await entries.write(tenantId, entries.idOf(tenantId, 'b'), answerEntry(), {
      ...KEEP,
      keepMs: 10_000_000,
    });
    expect(await redis.zcard(document)).toBe(10_000);
    expect(await redis.zscore(document, 'member 0')).toBeNull();
    expect(await redis.zscore(document, 'member 9999')).not.toBeNull();
  });

  it('cost less than 300 bytes an answer that rests on five documents', async () => {
    const tenantId = newTenant();
    const entries = open();
    const count = 2_000;
    for (let at = 0; at < count; at += 1) {
      const documentIds = Array.from({ length: 4 }, (_, place) => `doc-${(at * 7 + place * 13) % 200}`);
      const { result } = answerEntry();
      const single = { ...result, citations: result.citations.slice(0, 1) };
      await entries.write(tenantId, entries.idOf(tenantId, `q${at}`), answerEntry({ result: single }), {
        keepMs: 60_000,
        documentIds,
      });
    }
    const keys = [
      ...(await redis.keys(`rf:${tenantId}:cites:*`)),
      ...(await redis.keys(`rf:${tenantId}:answers*`)),
    ];
    const sizes = await Promise.all(keys.map((key) => redis.memory('USAGE', key, 'SAMPLES', 0)));
    expect(sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0) / count).toBeLessThan(300);
  });
});

describe('a cache Redis that is away', () => {
  it('is a Fault within the time of its connection', async () => {
    const away = connectRedis({ url: 'redis://127.0.0.1:1', profile: 'cache', name: 'away' });
    const entries = createAnswerEntries({ redis: away, sealer });
    const id = entries.idOf('acme', 'x');
    const isAway = (error: unknown): boolean => isFault(error, 'unavailable');
    await expect(entries.read('acme', [id])).rejects.toSatisfy(isAway);
    await expect(entries.read('acme', [id, id])).rejects.toSatisfy(isAway);
    await expect(entries.write('acme', id, answerEntry(), KEEP)).rejects.toSatisfy(isAway);
    await expect(entries.replace('acme', id, answerEntry())).rejects.toSatisfy(isAway);
    await expect(entries.remove('acme', [id])).rejects.toSatisfy(isAway);
    await expect(entries.readRetrieval('acme', id)).rejects.toSatisfy(isAway);
    await closeRedis(away, 100);
  });

  it('is a Fault also when it stands still', async () => {
    const still = connectRedis({ url: server.url, profile: 'cache', name: 'still' });
    await whenReady(still, 5_000);
    const entries = createAnswerEntries({ redis: still, sealer });
    await redis.client('PAUSE', 2_000, 'ALL');
    const id = entries.idOf('acme', 'x');
    await expect(entries.read('acme', [id])).rejects.toSatisfy((error) => isFault(error, 'unavailable'));
    await closeRedis(still, 100);
    await vi.waitFor(() => redis.ping(), { timeout: 8_000 });
  });
});
