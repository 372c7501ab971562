import { randomBytes } from 'node:crypto';
import { isFault } from '@ragfleet/kernel';
import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import type { SemanticIndex } from '@ragfleet/rag-core';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import {
  describeOnPostgres,
  describeOnRedis8,
  leaning,
  startTestRedis,
  type TestRedis,
} from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type ChosenSemanticIndex, chooseSemanticIndex } from './choose-semantic-index.ts';
import { type SemanticSettings, semanticVariables } from './semantic-variables.ts';

const never = new AbortController().signal;
const connect = (url: string): Database =>
  connectPostgres({ url, poolSize: 1, statementTimeoutMs: 5_000, name: 'test-choice' });
const space = { tenantId: 't', spaceId: 'choice', model: 'm', dimension: 8 };

async function choose(
  settings: SemanticSettings,
  redis: Redis,
  database: Database | null = null,
): Promise<{ index: SemanticIndex | null; heard: ChosenSemanticIndex[] }> {
  const heard: ChosenSemanticIndex[] = [];
  const onChosen = (choice: ChosenSemanticIndex): void => void heard.push(choice);
  return { index: await chooseSemanticIndex(settings, { redis, database, onChosen }), heard };
}

describe('chooseSemanticIndex', () => {
  let server: TestRedis;
  let redis: Redis;
  beforeAll(async () => {
    server = await startTestRedis({ role: 'cache' });
    redis = connectRedis({ url: server.url, profile: 'fail-fast', name: 'test-choice' });
    await whenReady(redis, 5_000);
  });
  afterAll(async () => {
    await closeRedis(redis, 500);
    await server.stop();
  });

  it('takes the scan on a Redis without vector sets, and says why', async () => {
    const { index, heard } = await choose({}, redis);
    expect(index).toMatchObject({ name: 'scan', maxEntriesPerSpace: 1_000 });
    expect(heard.map(({ reason }) => reason)).toEqual([
      'the cache Redis has no vector sets, and there is no PostgreSQL with pgvector',
    ]);
  });

  it('waits a moment for a connection that is just being made', async () => {
    const fresh = connectRedis({ url: server.url, profile: 'cache', name: 'test-fresh' });
    expect((await choose({}, fresh)).heard).toHaveLength(1);
    await closeRedis(fresh, 500);
  });

  it('is off when it is told to be', async () => {
    const { index, heard } = await choose({ SEMANTIC_INDEX: 'off' }, redis);
    expect(index).toBeNull();
    expect(heard).toEqual([{ index: null, reason: 'SEMANTIC_INDEX=off' }]);
  });

  it('takes what is named, with its bound', async () => {
    const named = { SEMANTIC_INDEX: 'scan', SEMANTIC_INDEX_MAX_ENTRIES: 7 } as const;
    expect((await choose(named, redis)).index).toMatchObject({ name: 'scan', maxEntriesPerSpace: 7 });
    const gptcache = { SEMANTIC_INDEX: 'gptcache', GPTCACHE_URL: 'http://127.0.0.1:1' } as const;
    expect((await choose(gptcache, redis)).index).toMatchObject({
      name: 'gptcache',
      maxEntriesPerSpace: null,
    });
  });

  it.for([
    ['vector-sets', /needs the cache Redis to be version 8/],
    ['pgvector', /needs a PostgreSQL that has the extension vector/],
    ['gptcache', /needs GPTCACHE_URL/],
  ] as const)('says the fix where %s is named and cannot be had', async ([SEMANTIC_INDEX, message]) => {
    await expect(choose({ SEMANTIC_INDEX }, redis)).rejects.toSatisfy(
      (error) => isFault(error, 'invalid-input') && message.test(error.message),
    );
  });

  describe('while the cache Redis is away', () => {
    let late: TestRedis;
    let lateRedis: Redis;
    beforeAll(async () => {
      late = await startTestRedis({ role: 'cache' });
      lateRedis = connectRedis({ url: late.url, profile: 'cache', name: 'test-late', onError: () => {} });
      await whenReady(lateRedis, 5_000);
      await late.kill();
      await vi.waitUntil(() => lateRedis.status !== 'ready');
    });
    afterAll(async () => {
      await closeRedis(lateRedis, 100);
      await late.stop();
    });

    it('finds nothing, and chooses by itself when Redis is back', async () => {
      const { index, heard } = await choose({}, lateRedis);
      const entryId = randomBytes(16).toString('base64url');
      const entry = { ...leaning(1, 0), entryId, expiresAtMs: Date.now() + 60_000 };
      expect(await index?.search(space, leaning(1, 0), 1)).toEqual([]);
      await index?.add(space, entry);
      await index?.remove(space, [entryId]);
      const probe = { tenantId: 't', model: 'm', vectors: [leaning(1, 0).vector], limit: 1 };
      expect(await index?.nearestOfTenant(probe, never)).toEqual([]);
      expect(index).toMatchObject({ name: 'not-chosen', maxEntriesPerSpace: null });
      expect(heard).toEqual([]);
      await late.restart();
      await vi.waitFor(
        async () => {
          await index?.add(space, entry);
          expect(await index?.search(space, leaning(1, 0), 1)).toHaveLength(1);
        },
        { timeout: 15_000 },
      );
      expect(index?.name).toBe('scan');
      expect(heard).toHaveLength(1);
    });
  });

  describeOnPostgres('without vector sets', (postgres) => {
    it('takes pgvector of a server and never the embedded one, unless it is named', async () => {
      const database = connect(postgres().url);
      const expected = postgres().kind === 'server' ? 'pgvector' : 'scan';
      expect((await choose({}, redis, database)).index?.name).toBe(expected);
      const named = await choose({ SEMANTIC_INDEX: 'pgvector' }, redis, database);
      expect(await named.index?.search(space, leaning(1, 0), 1)).toEqual([]);
      await database.close();
    });
  });
});

describeOnRedis8('chooseSemanticIndex', (server) => {
  it('takes vector sets', async () => {
    const { index, heard } = await choose({}, server().redis);
    expect(index).toMatchObject({ name: 'vector-sets', maxEntriesPerSpace: 100_000 });
    expect(heard.map(({ reason }) => reason)).toEqual(['the cache Redis has vector sets']);
  });
});

describe('semanticVariables', () => {
  const config = z.object(semanticVariables);
  it('choose by themselves unless told otherwise', () => {
    expect(config.parse({})).toEqual({ SEMANTIC_INDEX: 'auto' });
  });
  it.for([
    { SEMANTIC_INDEX: 'faiss' },
    { SEMANTIC_INDEX_MAX_ENTRIES: '0' },
    { GPTCACHE_URL: 'file:///etc/passwd' },
  ])('refuse %o', (given) => {
    expect(config.safeParse(given).success).toBe(false);
  });
});
