import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { type Finding, ill, well } from './contract.ts';
import { isAtLeast } from './is-at-least.ts';

const TIMEOUT_MS = 3_000;
const OLDEST_VERSION = [6, 2] as const;
/** Skew between processes and the server's clock moves deadlines and rates by as much. */
const MAX_CLOCK_DIFFERENCE_MS = 2_000;

interface Server {
  /** As findings name it, such as `queue redis`. */
  readonly name: string;
  readonly url: string;
  /** What to look at when it does not answer. */
  readonly hint: string;
}

/** The server whose loss would lose accepted work. */
export const checkQueueRedis = (url: string, hint: string): Promise<Finding[]> =>
  check({ name: 'queue redis', url, hint }, (info) => [checkQueuePolicy(info), checkPersistence(info)]);

/** The server that may forget, and must rather than refuse. */
export const checkCacheRedis = (url: string, hint: string): Promise<Finding[]> =>
  check({ name: 'cache redis', url, hint }, (info) => [checkCachePolicy(info)]);

async function check(
  { name, url, hint }: Server,
  checkInfo: (info: RedisInfo) => Finding[],
): Promise<Finding[]> {
  const redis = connectRedis({ url, profile: 'fail-fast', name: 'doctor' });
  try {
    await whenReady(redis, TIMEOUT_MS);
    const info = parseRedisInfo(await redis.info());
    return [checkVersion(name, info), ...checkInfo(info), await checkServerClock(name, redis)];
  } catch {
    return [ill(name, 'does not answer, or does not let this address in', hint)];
  } finally {
    await closeRedis(redis, TIMEOUT_MS);
  }
}

type RedisInfo = ReadonlyMap<string, string>;

/** The reply of INFO, which managed servers give too where they refuse CONFIG. */
export const parseRedisInfo = (text: string): RedisInfo =>
  new Map(
    text.split(/\r?\n/).flatMap((line) => {
      const at = line.indexOf(':');
      return at < 1 || line.startsWith('#') ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
    }),
  );

export function checkVersion(name: string, info: RedisInfo): Finding {
  const product = info.has('valkey_version') ? 'Valkey' : 'Redis';
  const version = info.get('valkey_version') ?? info.get('redis_version') ?? 'unknown';
  const check = `${name} version`;
  if (isAtLeast(version, OLDEST_VERSION)) return well(check, `${product} ${version}`);
  return ill(check, `${product} ${version}`, `Use Redis or Valkey ${OLDEST_VERSION.join('.')} or newer.`);
}

export function checkQueuePolicy(info: RedisInfo): Finding {
  const policy = info.get('maxmemory_policy') ?? 'unknown';
  const fix = 'Set `maxmemory-policy noeviction` on the queue Redis: it may never forget a job.';
  return policy === 'noeviction'
    ? well('queue redis policy', policy)
    : ill('queue redis policy', policy, fix);
}

export function checkPersistence(info: RedisInfo): Finding {
  const fix = 'Set `appendonly yes` on the queue Redis: what was accepted must survive a crash.';
  return info.get('aof_enabled') === '1'
    ? well('queue redis persistence', 'append-only file')
    : ill('queue redis persistence', 'none', fix);
}

export function checkCachePolicy(info: RedisInfo): Finding {
  const policy = info.get('maxmemory_policy') ?? 'unknown';
  const isBounded = Number(info.get('maxmemory') ?? 0) > 0;
  const fix =
    'Set `maxmemory` and `maxmemory-policy allkeys-lru` on the cache Redis: full, it has to forget.';
  return policy.startsWith('allkeys-') && isBounded
    ? well('cache redis policy', policy)
    : ill('cache redis policy', isBounded ? policy : `${policy}, without maxmemory`, fix);
}

async function checkServerClock(name: string, redis: Redis): Promise<Finding> {
  const askedAtMs = Date.now();
  const [seconds = 0, microseconds = 0] = (await redis.time()).map(Number);
  const betweenMs = (askedAtMs + Date.now()) / 2;
  return toClockFinding(name, seconds * 1_000 + microseconds / 1_000 - betweenMs);
}

export function toClockFinding(name: string, differenceMs: number): Finding {
  const check = `${name} clock`;
  if (Math.abs(differenceMs) <= MAX_CLOCK_DIFFERENCE_MS) return well(check, 'agrees with this machine');
  const seconds = (Math.abs(differenceMs) / 1_000).toFixed(1);
  return ill(
    check,
    `${seconds} s ${differenceMs > 0 ? 'ahead of' : 'behind'} this machine`,
    'Synchronize both clocks (NTP).',
  );
}
