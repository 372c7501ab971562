import { queueKeys } from '@ragfleet/contracts';
import type { ChangeSequence } from '@ragfleet/rag-core';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import {
  ANY_SCRIPT,
  startRedisProxy,
  startTestRedis,
  submissionOf,
  type TestRedis,
} from '@ragfleet/test-support';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createChangeSequence } from './change-sequence.ts';
import { sealSubmission } from './query-record.ts';
import { createQueryStateStore } from './query-state-store.ts';
import { sealer } from './query.test-data.ts';

const TENANT = 'acme';
const READY_MS = 10_000;
const someCount: unknown = expect.any(String);

let server: TestRedis;
let redis: Redis;
let changes: ChangeSequence;
let others: Redis[];

beforeEach(async () => {
  server = await startTestRedis();
  others = [];
  redis = connectRedis({ url: server.url, profile: 'fail-fast', name: 'test', onError: () => undefined });
  await whenReady(redis, READY_MS);
  changes = createChangeSequence({ redis });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all([redis, ...others].map((one) => closeRedis(one, 1_000)));
  await server.stop();
});

/** The counters as they were before a change that the server's files have lost. */
async function loseChange(): Promise<Awaited<ReturnType<ChangeSequence['current']>>> {
  await changes.advance(TENANT, ['hr']);
  const before = await changes.current(TENANT);
  const copy = await redis.dumpBuffer(queueKeys.changes(TENANT));
  await changes.advance(TENANT, ['hr']);
  await redis.restore(queueKeys.changes(TENANT), 0, copy, 'REPLACE');
  return before;
}

async function startAgain(): Promise<void> {
  await server.kill();
  await server.restart();
  await whenReady(redis, READY_MS);
}

/** Without a start: it was a replica for a moment. */
async function promote(): Promise<void> {
  await redis.replicaof('127.0.0.1', '1');
  await redis.replicaof('NO', 'ONE');
}

type Read = (connection: Redis) => Promise<Readonly<Record<string, string>> | undefined>;

const current: Read = (connection) => createChangeSequence({ redis: connection }).current(TENANT);
const begin: Read = async (connection) => {
  const store = createQueryStateStore({ redis: connection, sealer });
  await redis.hset(queueKeys.query(TENANT, 'q_1'), {
    tenant: TENANT,
    id: 'q_1',
    principal: 'ada',
    key: 'k',
    lane: 'low',
    state: 'queued',
    events: '',
    created: 1,
    deadline: 2,
    submission: sealSubmission(sealer, TENANT, submissionOf('How many days?')),
  });
  return (await store.begin(TENANT, 'q_1'))?.changes;
};

/** A connection that is given no reply to its next script, and sends it again when it is cut. */
async function losingReply(): Promise<{ connection: Redis; lose: () => Promise<void> }> {
  let isLost = false;
  let losesNext = false;
  const proxy = await startRedisProxy(server.url, () => {
    let isScript = false;
    return {
      asked: (text) => {
        isScript = ANY_SCRIPT.test(text);
      },
      answered: (text) => {
        if (!losesNext || !isScript || text.startsWith('-NOSCRIPT')) return 'pass';
        losesNext = false;
        isLost = true;
        return 'lose';
      },
    };
  });
  onTestFinished(() => proxy.close());
  const connection = connectRedis({
    url: proxy.url,
    profile: 'fail-fast',
    name: 'test',
    onError: () => undefined,
  });
  others.push(connection);
  await whenReady(connection, READY_MS);
  return {
    connection,
    lose: async () => {
      losesNext = true;
      await vi.waitFor(() => expect(isLost).toBe(true));
    },
  };
}

/** As who is told of this run by the server, or refused. */
async function hearing(run: string | Error): Promise<ChangeSequence> {
  const connection = connectRedis({ url: server.url, profile: 'fail-fast', name: 'test' });
  others.push(connection);
  await whenReady(connection, READY_MS);
  const told = async (): Promise<string> => {
    if (run instanceof Error) throw run;
    return `# Server\r\nrun_id:${run}\r\n`;
  };
  vi.spyOn(connection, 'info').mockImplementation(told);
  return createChangeSequence({ redis: connection });
}

const reconnect = async (): Promise<void> => {
  redis.disconnect(true);
  await vi.waitFor(() => expect(redis.status).not.toBe('ready'));
  await whenReady(redis, READY_MS);
};

describe('counters that went back', () => {
  it.each([
    ['whoever reads them', current],
    ['a query that begins', begin],
  ])(
    'are in no state that was before for %s, once the server has started from its files',
    async (_who, read) => {
      const before = await loseChange();
      await startAgain();
      const after = await read(redis);
      expect(after).toEqual({ hr: before['hr'], '*epoch': someCount });
      expect(Number(after?.['*epoch'])).toBeGreaterThan(Number(before['*epoch']));
      expect(await current(redis)).toEqual(after);
    },
  );

  it.each([
    ['whoever reads them', current],
    ['a query that begins', begin],
  ])(
    'are in no state that was before for %s, whose script is sent again to another run',
    async (_who, read) => {
      const { connection, lose } = await losingReply();
      await current(connection);
      const before = await loseChange();
      const lost = lose();
      const reading = read(connection);
      await lost;
      await promote();
      connection.disconnect(true);
      expect((await reading)?.['*epoch']).not.toBe(before['*epoch']);
    },
  );

  it('are in no state that was before where a replica has become the primary and the process goes on', async () => {
    const before = await loseChange();
    await promote();
    await reconnect();
    expect((await changes.current(TENANT))['*epoch']).not.toBe(before['*epoch']);
  });
});

describe('the run of the server', () => {
  it('is the same for every connection, and costs no epoch when one is made anew', async () => {
    const before = await changes.current(TENANT);
    await reconnect();
    expect(await changes.current(TENANT)).toEqual(before);
  });

  it('is asked for once on a connection', async () => {
    const info = vi.spyOn(redis, 'info');
    for (let count = 0; count < 3; count += 1) await changes.current(TENANT);
    expect(info).toHaveBeenCalledTimes(1);
  });

  it('settles where a proxy tells that of one server, then that of another', async () => {
    const [one, other] = [await hearing('one'), await hearing('other')];
    await one.current(TENANT);
    const settled = await other.current(TENANT);
    expect(await one.current(TENANT)).toEqual(settled);
    expect(await other.current(TENANT)).toEqual(settled);
  });

  it('is not looked at where the server does not tell it', async () => {
    const refusal = Object.assign(new Error('NOPERM no permissions to run INFO'), { name: 'ReplyError' });
    const [untold, empty] = [await hearing(refusal), await hearing('')];
    const before = await changes.current(TENANT);
    expect(await untold.current(TENANT)).toEqual(before);
    expect(await empty.current(TENANT)).toEqual(before);
  });

  it('is remembered for the last few runs, however many there were', async () => {
    const heard: ChangeSequence[] = [];
    for (let at = 0; at < 10; at += 1) heard.push(await hearing(`run-${at}`));
    for (const sequence of heard) await sequence.current(TENANT);
    expect(await redis.hstrlen(queueKeys.changes(TENANT), '*runs')).toBe(8 * 17);
    const last = await heard.at(-1)?.current(TENANT);
    expect(await heard.at(-8)?.current(TENANT)).toEqual(last);
  });
});
