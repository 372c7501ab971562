import type { Database } from '@ragfleet/postgres-connection';
import { type Redis, redisReply, whenReady } from '@ragfleet/redis-connection';

/** A process that starts asks before its connection stands. */
const CONNECT_MS = 1_000;

/** True for a Redis 8 with vector sets. Fault `unavailable` while it is away. */
export async function hasVectorSets(redis: Redis): Promise<boolean> {
  await whenReady(redis, CONNECT_MS);
  const reply: unknown = await redisReply(redis.call('COMMAND', 'INFO', 'VADD'));
  return Array.isArray(reply) && Array.isArray(reply[0]);
}

/** What a PostgreSQL is good for as an index of questions. */
export type PostgresAbility = 'pgvector' | 'embedded' | 'none';

const ABILITY = `
  SELECT version() LIKE '%PGlite%' OR version() LIKE '%emscripten%' AS "isEmbedded",
    EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector') AS "hasVector"`;

/** The embedded database does one thing at a time, for every process of the machine. Fault `unavailable` while it is away. */
export async function postgresAbility(database: Database): Promise<PostgresAbility> {
  const [row] = await database.query<{ isEmbedded: boolean; hasVector: boolean }>(ABILITY);
  if (row?.hasVector !== true) return 'none';
  return row.isEmbedded ? 'embedded' : 'pgvector';
}
