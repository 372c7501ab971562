import type { Redis } from '@ragfleet/redis-connection';
import { readFile } from 'node:fs/promises';

/** One key of a server, by its type. */
type KeptKey =
  | { readonly string: string }
  | { readonly hash: Readonly<Record<string, string>> }
  | { readonly list: readonly string[] }
  | { readonly set: readonly string[] }
  | { readonly zset: readonly string[] }
  | { readonly stream: readonly (readonly [string, readonly string[]])[] };

/** What a release left on the queue Redis, with the credentials that belong to it. */
export interface KeptQueue {
  readonly apiKey: string;
  readonly webhookSecret: readonly string[];
  readonly ids: Readonly<Record<'waiting' | 'succeeded' | 'failed' | 'running', string>>;
  readonly keys: Readonly<Record<string, KeptKey>>;
}

export async function readKeptQueue(name: string): Promise<KeptQueue> {
  const kept: unknown = JSON.parse(await readFile(new URL(name, import.meta.url), 'utf8'));
  return kept as KeptQueue;
}

/** Writes every key as it was. */
export async function restoreKeys(redis: Redis, keys: KeptQueue['keys']): Promise<void> {
  for (const [key, kept] of Object.entries(keys)) await restoreKey(redis, key, kept);
}

async function restoreKey(redis: Redis, key: string, kept: KeptKey): Promise<void> {
  if ('string' in kept) await redis.set(key, kept.string);
  else if ('hash' in kept) await redis.hset(key, kept.hash);
  else if ('list' in kept) await redis.rpush(key, ...kept.list);
  else if ('set' in kept) await redis.sadd(key, ...kept.set);
  else if ('zset' in kept) await redis.zadd(key, ...membersOf(kept.zset));
  else for (const [id, fields] of kept.stream) await redis.xadd(key, id, ...fields);
}

/** `[member, score, …]` as ZRANGE gives it, to `[score, member, …]` as ZADD takes it. */
const membersOf = (pairs: readonly string[]): string[] =>
  pairs.flatMap((member, at) => (at % 2 === 0 ? [pairs[at + 1] ?? '0', member] : []));
