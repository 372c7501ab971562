import type { RedisRole } from '@ragfleet/redis-server';
import { type BenchRedis, startPrivateRedis, useRedis } from './bench-redis.ts';

export interface EachRedisOptions {
  /** Of a Redis 8 that runs already; null when nobody named one. */
  readonly redis8Url: string | null;
  /** Of the private server; `cache` unless given. */
  readonly role?: RedisRole;
  readonly say: (line: string) => void;
}

/** What a row found on one server, or why there was none. */
export type OnRedis<Result> =
  | { readonly major: number; readonly version: string; readonly result: Result }
  | { readonly major: number; readonly missing: string };

/** The versions that a report speaks of: without vector sets, and with them. */
const MAJORS = [7, 8] as const;

/**
 * Runs the work on a Redis 7 and on a Redis 8, one after the other. The private server is of the version that the machine
 * has; the other one is named by TEST_REDIS8_URL. A server that is missing is reported, never passed over.
 */
export async function onEachRedis<Result>(
  options: EachRedisOptions,
  work: (server: BenchRedis) => Promise<Result>,
): Promise<OnRedis<Result>[]> {
  const found: OnRedis<Result>[] = [];
  for (const open of openersOf(options)) {
    await using started = new AsyncDisposableStack();
    const server = await open();
    started.defer(() => server.close());
    const { major, version } = server;
    options.say(`  on Redis ${version} …`);
    if (!found.some((one) => one.major === major)) found.push({ major, version, result: await work(server) });
  }
  const missing = MAJORS.filter((major) => !found.some((one) => one.major === major));
  return [...found, ...missing.map((major) => ({ major, missing: howToHave(major) }))];
}

function openersOf({ redis8Url, role = 'cache', say }: EachRedisOptions): (() => Promise<BenchRedis>)[] {
  const named = redis8Url === null ? [] : [() => useRedis(redis8Url)];
  return [() => startPrivateRedis(role, say), ...named];
}

const howToHave = (major: number): string =>
  major >= 8
    ? 'not measured: there is no Redis 8 here. Start one and put its address into TEST_REDIS8_URL'
    : `not measured: the redis-server of this machine is not of version ${major}`;
