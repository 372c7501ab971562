import { cacheKeys } from '@ragfleet/contracts';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import {
  answerEntriesContract,
  answerEntry,
  describeOnRedis8,
  startTestRedis,
  type TestRedis,
} from '@ragfleet/test-support';
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAnswerEntries } from '../entries/answer-entries.ts';
import { startFreezingProxy } from './freezing-proxy.fixture.ts';
import {
  openTrackedEntries,
  SEALER,
  type TrackedEntries,
  untilNear,
  untilSettled,
} from './tracked-entries.fixture.ts';

const KEEP = { keepMs: 60_000, documentIds: ['doc_context'] };
const WAIT = { timeout: 15_000, interval: 5 };

let server: TestRedis;
beforeAll(async () => {
  server = await startTestRedis({ role: 'cache' });
});
afterAll(() => server.stop());

/** One process that holds an answer, and another one (or an operator) that changes it. */
function scene(url: () => string) {
  const open = {} as { held: TrackedEntries; other: Redis; tenantId: string; id: string };
  beforeEach(async () => {
    open.held = await openTrackedEntries(url());
    open.other = connectRedis({ url: url(), profile: 'fail-fast', name: 'test-other' });
    await whenReady(open.other, 5_000);
    await open.held.hearing();
    open.tenantId = `near-${randomUUID()}`;
    open.id = open.held.entries.idOf(open.tenantId, 'question');
    await elsewhere().write(open.tenantId, open.id, answerEntry(), KEEP);
    await untilNear(open.held, open.tenantId, open.id);
  });
  afterEach(async () => {
    await open.other.unlink(cacheKeys.answer(open.tenantId, open.id)).catch(() => undefined);
    await open.held.close();
    await closeRedis(open.other, 500);
  });
  const elsewhere = () => createAnswerEntries({ redis: open.other, sealer: SEALER });
  const read = async () => (await open.held.entries.read(open.tenantId, [open.id]))[0];
  /** What is read now, and where it came from. */
  const readFrom = async () => {
    const before = { ...open.held.reads };
    const entry = await read();
    return { entry, source: open.held.reads.near > before.near ? 'near' : 'store' };
  };
  return { open, elsewhere, read, readFrom };
}

function heldAnswers(url: () => string): void {
  const { open, elsewhere, read, readFrom } = scene(url);

  it('is served to its own tenant, alone and among others', async () => {
    expect(await readFrom()).toEqual({ entry: answerEntry(), source: 'near' });
    const ids = [open.id, open.held.entries.idOf(open.tenantId, 'another question'), open.id];
    expect(await open.held.entries.read(open.tenantId, ids)).toEqual([answerEntry(), null, answerEntry()]);
    expect(await open.held.entries.read('elsewhere', [open.id])).toEqual([null]);
  });

  it.each<[string, () => Promise<unknown>, 'newer' | 'none']>([
    ['removes it', () => elsewhere().remove(open.tenantId, [open.id]), 'none'],
    [
      'writes it anew',
      () => elsewhere().write(open.tenantId, open.id, answerEntry({ question: 'newer' }), KEEP),
      'newer',
    ],
    [
      'marks it as checked',
      () => elsewhere().replace(open.tenantId, open.id, answerEntry({ question: 'newer' })),
      'newer',
    ],
    [
      'writes something else over it',
      () => open.other.set(cacheKeys.answer(open.tenantId, open.id), 'forged'),
      'none',
    ],
    ['ends its life', () => open.other.pexpire(cacheKeys.answer(open.tenantId, open.id), 1), 'none'],
  ])('is not served any more when somebody else %s', async (_name, change, left) => {
    expect((await readFrom()).source).toBe('near');
    await change();
    await untilSettled(open.held.tracking);
    const wanted = left === 'none' ? null : answerEntry({ question: 'newer' });
    await vi.waitFor(async () => expect(await read()).toEqual(wanted));
    if (left === 'newer') await untilNear(open.held, open.tenantId, open.id);
    expect(await read()).toEqual(wanted);
  });

  it.each<[string, () => Promise<unknown>, 'newer' | 'none']>([
    ['removes it', () => open.held.entries.remove(open.tenantId, [open.id]), 'none'],
    [
      'writes it anew',
      () => open.held.entries.write(open.tenantId, open.id, answerEntry({ question: 'newer' }), KEEP),
      'newer',
    ],
    [
      'marks it as checked',
      () => open.held.entries.replace(open.tenantId, open.id, answerEntry({ question: 'newer' })),
      'newer',
    ],
  ])('is not served any more as soon as its own process %s', async (_name, change, left) => {
    await Promise.all([change(), read(), read()]);
    expect(await read()).toEqual(left === 'none' ? null : answerEntry({ question: 'newer' }));
  });

  it.each(['near', 'changes'] as const)(
    'is read while a connection (%s) is lost, and held again when both stand',
    async (kind) => {
      const epoch = open.held.tracking.epoch();
      const [id = ''] = await open.held.connectionIds(kind);
      await open.other.client('KILL', 'ID', id);
      await vi.waitUntil(() => open.held.tracking.epoch() !== epoch, WAIT);
      expect(await readFrom()).toEqual({ entry: answerEntry(), source: 'store' });
      await elsewhere().write(open.tenantId, open.id, answerEntry({ question: 'newer' }), KEEP);
      expect((await read())?.question).toBe('newer');
      await open.held.hearing();
      await untilNear(open.held, open.tenantId, open.id);
      expect((await read())?.question).toBe('newer');
      expect(open.held.states.map(({ isHearing }) => isHearing)).toEqual([true, false, true]);
      expect(
        await Promise.all([open.held.connectionIds('near'), open.held.connectionIds('changes')]),
      ).toEqual([[expect.any(String)], [expect.any(String)]]);
    },
  );

  it('is not served older than what was seen, however often somebody writes it', async () => {
    const writer = elsewhere();
    const seen: number[] = [];
    const ending = new AbortController();
    const reading = (async () => {
      while (!ending.signal.aborted) {
        seen.push((await read())?.storedAtMs ?? -1);
        await setImmediate();
      }
    })();
    for (let version = 1; version <= 200; version += 1) {
      await writer.write(open.tenantId, open.id, answerEntry({ storedAtMs: version }), KEEP);
      await untilSettled(open.held.tracking);
      expect((await read())?.storedAtMs).toBe(version);
    }
    ending.abort();
    await reading;
    expect(seen.length).toBeGreaterThan(200);
  });
}

describe('createAnswerEntries with a server that tells of changes', () => {
  let held: TrackedEntries;
  beforeAll(async () => {
    held = await openTrackedEntries(server.url);
    await held.hearing();
  });
  afterAll(() => held.close());
  answerEntriesContract(() => held.entries);
});

describe('an answer that a process holds, on Redis 7', () => {
  heldAnswers(() => server.url);
});
describeOnRedis8('an answer that a process holds', (redis8) => {
  heldAnswers(() => redis8().url);
});

describe('everything that a process holds', () => {
  const { open, read, readFrom } = scene(() => server.url);

  it('is served while the server stands still', async () => {
    await open.other.client('PAUSE', 1_000, 'ALL');
    expect(await readFrom()).toEqual({ entry: answerEntry(), source: 'near' });
    await vi.waitFor(() => open.other.ping(), WAIT);
  });

  it('is gone when the server is emptied', async () => {
    const epoch = open.held.tracking.epoch();
    await open.other.flushall();
    await vi.waitUntil(() => ![0, epoch].includes(open.held.tracking.epoch()), WAIT);
    expect(await read()).toBeNull();
  });

  it('is gone when the server has started anew', async () => {
    await server.kill();
    await vi.waitUntil(() => open.held.tracking.epoch() === 0, WAIT);
    await server.restart();
    await vi.waitFor(async () => expect(await read()).toBeNull(), WAIT);
    await open.held.hearing();
    expect(await readFrom()).toEqual({ entry: null, source: 'store' });
  });
});

describe('a process that hears nothing', () => {
  it('serves nothing out of its memory when a connection stands and carries nothing', async () => {
    const proxy = await startFreezingProxy(server.url);
    const held = await openTrackedEntries(proxy.url);
    await held.hearing();
    const id = held.entries.idOf('frozen', 'question');
    await held.entries.write('frozen', id, answerEntry(), KEEP);
    await untilNear(held, 'frozen', id);
    proxy.freezeSubscribers();
    await vi.waitUntil(() => held.tracking.epoch() === 0, WAIT);
    await held.entries.read('frozen', [id]);
    const before = held.reads.near;
    expect(await held.entries.read('frozen', [id])).toEqual([answerEntry()]);
    expect(held.reads.near).toBe(before);
    await held.close();
    await proxy.close();
  });

  it('reads as ever, and says why, where the server refuses to tell', async () => {
    const admin = connectRedis({ url: server.url, profile: 'fail-fast', name: 'test-admin' });
    await whenReady(admin, 5_000);
    await admin.call('ACL', 'SETUSER', 'plain', 'on', '>secret', '~*', '&*', '+@all', '-client|tracking');
    const url = Object.assign(new URL(server.url), { username: 'plain', password: 'secret' }).href;
    const held = await openTrackedEntries(url);
    await vi.waitUntil(() => held.states.length > 0, WAIT);
    expect(JSON.stringify(held.states)).toMatch(/^\[\{"isHearing":false,"reason":"NOPERM[^{}]*\}\]$/);
    const id = held.entries.idOf('refused', 'question');
    await held.entries.write('refused', id, answerEntry(), KEEP);
    for (let times = 0; times < 4; times += 1)
      expect(await held.entries.read('refused', [id])).toEqual([answerEntry()]);
    expect(held.reads).toEqual({ near: 0, store: 4 });
    await held.close();
    await closeRedis(admin, 500);
  });
});
