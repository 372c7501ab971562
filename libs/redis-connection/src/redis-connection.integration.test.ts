import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { isFault } from '@ragfleet/kernel';
import { haltProcess, settlesWithin, startTestRedis, type TestRedis } from '@ragfleet/test-support';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  closeRedis,
  connectRedis,
  defineScript,
  type Redis,
  redisReply,
  type RedisProfile,
  whenReady,
} from './index.ts';

let server: TestRedis;
const opened: Redis[] = [];

const open = (profile: RedisProfile): Redis => {
  const redis = connectRedis({ url: server.url, profile, name: `test-${profile}` });
  opened.push(redis);
  return redis;
};

beforeAll(async () => {
  server = await startTestRedis();
});
afterAll(() => server.stop());
afterEach(async () => {
  await Promise.all(opened.splice(0).map((redis) => closeRedis(redis, 500)));
});

describe('connectRedis', () => {
  it('names its connection for the operator', async () => {
    const redis = open('fail-fast');
    await whenReady(redis, 2_000);
    expect(await redis.client('GETNAME')).toBe('test-fail-fast');
  });

  it('rejects at once and finds a restarted Redis by itself when it fails fast', async () => {
    const redis = open('fail-fast');
    await whenReady(redis, 2_000);
    await server.kill();
    await vi.waitUntil(() => redis.status !== 'ready');
    expect(await settlesWithin(100, () => redis.get('a'))).toBe(true);
    await expect(redisReply(redis.get('a'))).rejects.toSatisfy((error) => isFault(error, 'unavailable'));
    await server.restart();
    await whenReady(redis, 5_000);
    expect(await redis.get('a')).toBeNull();
  });

  it.for([
    ['fail-fast', 2_300],
    ['cache', 150],
  ] as const)('gives up on a frozen Redis in time: %s', async ([profile, limitMs]) => {
    const redis = open(profile);
    await whenReady(redis, 2_000);
    await redis.client('PAUSE', 4_000, 'ALL');
    expect(await settlesWithin(limitMs, () => redis.get('a'))).toBe(true);
    const admin = open('fail-fast');
    await whenReady(admin, 2_000).catch(() => undefined);
    await vi.waitFor(() => admin.ping());
  });

  it('hears a reply that came while this process was busy, within the time that it was given', async () => {
    const redis = connectRedis({ url: server.url, profile: 'cache', name: 'test', commandTimeoutMs: 5_000 });
    opened.push(redis);
    await whenReady(redis, 2_000);
    const reply = redis.get('a');
    haltProcess(150);
    expect(await reply).toBeNull();
  });

  it('waits for Redis as long as it takes when it blocks', async () => {
    const redis = open('blocking');
    await whenReady(redis, 2_000);
    await server.kill();
    await vi.waitUntil(() => redis.status !== 'ready');
    const reply = redis.incr('counter');
    await server.restart();
    expect(await reply).toBe(1);
  });
});

describe('whenReady', () => {
  it('is waited for by any number, without a word of leaking listeners', async () => {
    const warned = vi.fn<(warning: Error) => void>();
    process.on('warning', warned);
    onTestFinished(() => void process.off('warning', warned));
    const redis = open('fail-fast');
    await Promise.all(Array.from({ length: 50 }, () => whenReady(redis, 5_000)));
    await new Promise((resolve) => setImmediate(resolve));
    expect(warned).not.toHaveBeenCalled();
  });

  it('is an unavailable Fault when nobody answers at the address', async () => {
    const redis = connectRedis({ url: 'redis://127.0.0.1:1', profile: 'fail-fast', name: 'nobody' });
    opened.push(redis);
    await expect(whenReady(redis, 100)).rejects.toSatisfy((error) => isFault(error, 'unavailable'));
  });
});

describe('a server that loads its data', () => {
  it('is asked again soon, however long it says that it will take', async () => {
    const url = await startLoadingServer();
    const redis = connectRedis({ url, profile: 'blocking', name: 'test' });
    opened.push(redis);
    await whenReady(redis, 8_000);
    expect(redis.status).toBe('ready');
  });
});

/** Says that it will load for an hour, once, and that it has loaded when it is asked again. */
async function startLoadingServer(): Promise<string> {
  let infos = 0;
  const replyTo = (command: string): string => {
    if (command === 'hello') return '%0\r\n';
    if (command !== 'info') return '+OK\r\n';
    infos += 1;
    const info = infos === 1 ? 'loading:1\r\nloading_eta_seconds:3600' : 'loading:0';
    return `$${info.length}\r\n${info}\r\n`;
  };
  const sockets = new Set<Socket>();
  const loading = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', (bytes) => {
      for (const [, command = ''] of String(bytes).matchAll(/\*\d+\r\n\$\d+\r\n(\w+)/g))
        socket.write(replyTo(command.toLowerCase()));
    });
  }).listen(0, '127.0.0.1');
  await once(loading, 'listening');
  onTestFinished(() => {
    loading.close();
    sockets.forEach((socket) => socket.destroy());
  });
  const address = loading.address();
  return `redis://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

describe('defineScript', () => {
  it('runs the script with keys and arguments, before and after the server forgot it', async () => {
    const redis = open('fail-fast');
    await whenReady(redis, 2_000);
    const add = defineScript(redis, 'addTwice', 1, "return redis.call('INCRBY', KEYS[1], ARGV[1] * 2)");
    expect(await add(['total'], [2])).toBe(4);
    await redis.script('FLUSH');
    expect(await add(['total'], [3])).toBe(10);
  });

  it('refuses a wrong number of keys', async () => {
    const redis = open('fail-fast');
    const noop = defineScript(redis, 'noop', 2, 'return 1');
    expect(() => noop(['one'], [])).toThrow(TypeError);
  });

  it('throws error replies of the script as internal Faults', async () => {
    const redis = open('fail-fast');
    await whenReady(redis, 2_000);
    const broken = defineScript(redis, 'broken', 0, "return redis.error_reply('ERR planted')");
    await expect(broken([], [])).rejects.toSatisfy((error) => isFault(error, 'internal'));
  });
});

describe('a server that is full', () => {
  it('refuses a transaction as it refuses a command', async () => {
    const redis = open('fail-fast');
    await whenReady(redis, 2_000);
    await redis.config('SET', 'maxmemory', '1');
    const outcomes = await Promise.allSettled([
      redisReply(redis.set('a', 'b')),
      redisReply(redis.multi().set('a', 'b').exec()),
    ]);
    await redis.config('SET', 'maxmemory', '0');
    const refused = { status: 'rejected', reason: { kind: 'overloaded' } };
    expect(outcomes).toMatchObject([refused, refused]);
  });
});

describe('closeRedis', () => {
  it('ends in time while a command blocks and when Redis is gone', async () => {
    const blocked = open('blocking');
    await whenReady(blocked, 2_000);
    const pop = blocked.blpop('never', 0).catch(() => undefined);
    expect(await settlesWithin(600, () => closeRedis(blocked, 200))).toBe(true);
    await pop;
    const away = connectRedis({ url: 'redis://127.0.0.1:1', profile: 'blocking', name: 'nobody' });
    expect(await settlesWithin(600, () => closeRedis(away, 200))).toBe(true);
  });
});
