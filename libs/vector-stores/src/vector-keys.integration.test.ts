import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import type { PassageVector } from '@ragfleet/rag-core';
import {
  openTestPostgres,
  scopeOf,
  startRecordingServer,
  startUncheckedQdrantDouble,
  type TestPostgres,
  testPostgresKinds,
} from '@ragfleet/test-support';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { chooseVectorIndex } from './choose-vector-index.ts';
import type { OpenIndex } from './open-vector-database.ts';
import { vectorTable } from './pgvector/vector-table.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.fixture.ts';
import { vectorVariables } from './vector-variables.ts';

const schema = z.object(vectorVariables);
const scope = scopeOf({ tenantId: 'acme', readsAll: true });
const signal = new AbortController().signal;
let postgres: TestPostgres;
let database: Database;
const opened: OpenIndex[] = [];

beforeAll(async () => {
  postgres = await openTestPostgres(testPostgresKinds().at(-1));
  const pool = { poolSize: 4, statementTimeoutMs: 20_000, name: 'vector-keys' };
  database = connectPostgres({ ...pool, url: postgres.url });
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(opened.splice(0).map((index) => index.close()));
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
});

type Sources = { readonly source: string; readonly outcome: string }[];

/** As an app opens it from its environment. */
async function open(
  variables: Readonly<Record<string, string>>,
  { model = 'keys', sources = [] as Sources } = {},
): Promise<OpenIndex> {
  const index = await chooseVectorIndex(schema.parse(variables), {
    database,
    dimension: 2,
    model,
    onSource: ({ source, outcome }) => void sources.push({ source, outcome }),
  });
  opened.push(index);
  return index;
}

const search = ({ index }: OpenIndex) => index.searchDense(scope, Float32Array.of(1, 0), 1, signal);
const passage: PassageVector = {
  tenantId: 'acme',
  documentId: 'd',
  passageId: 'p',
  namespace: 'hr',
  department: null,
  vector: Float32Array.of(1, 0),
};
const proxied = (proxy: TcpProxy): string => {
  const url = new URL(postgres.url);
  url.host = `127.0.0.1:${proxy.port}`;
  return url.href.replaceAll('+', '%20');
};
const proxyOf = (delayMs?: number) => startTcpProxy(new URL(postgres.url), delayMs);

describe('variables of pgvector', () => {
  it('VECTOR_DATABASE_URL: which server the vectors are on', async () => {
    const proxy = await proxyOf();
    await search(await open({}));
    expect(proxy.sent()).toBe('');
    await search(await open({ VECTOR_DATABASE_URL: proxied(proxy) }));
    expect(proxy.sent()).not.toBe('');
  });

  it('VECTOR_REPLICA_URLS and VECTOR_READ_PREFERENCE: who answers searches', async () => {
    const [primary, replica] = [await proxyOf(), await proxyOf()];
    const urls = { VECTOR_DATABASE_URL: proxied(primary), VECTOR_REPLICA_URLS: proxied(replica) };
    const askedOf = async (variables: Record<string, string>): Promise<boolean[]> => {
      const index = await open({ ...variables, VECTOR_SOURCE_TIMEOUT_MS: '10000' });
      await search(index);
      const before = [primary.sent().length, replica.sent().length];
      await search(index);
      return [primary.sent().length > (before[0] ?? 0), replica.sent().length > (before[1] ?? 0)];
    };
    expect(await askedOf({ VECTOR_DATABASE_URL: urls.VECTOR_DATABASE_URL })).toEqual([true, false]);
    expect(await askedOf({ ...urls, VECTOR_READ_PREFERENCE: 'replica' })).toEqual([false, true]);
    expect(await askedOf({ ...urls, VECTOR_READ_PREFERENCE: 'primary' })).toEqual([true, false]);
  });

  it('VECTOR_COMMAND_TIMEOUT_MS: how long the server lets a statement run', async () => {
    for (const timeoutMs of ['1234', '4321']) {
      const proxy = await proxyOf();
      await search(await open({ VECTOR_DATABASE_URL: proxied(proxy), VECTOR_COMMAND_TIMEOUT_MS: timeoutMs }));
      expect(proxy.sent()).toContain(`statement_timeout\0${timeoutMs}\0`);
    }
  });

  /** Connections of six searches at once, and those of them that are kept five minutes later. */
  async function connectionsOf(variables: Record<string, string>, proxy: TcpProxy) {
    const index = await open({ ...variables, VECTOR_SOURCE_TIMEOUT_MS: '10000' });
    await search(index);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await Promise.all(Array.from({ length: 6 }, () => search(index)));
    const most = proxy.open();
    vi.advanceTimersByTime(301_000);
    vi.useRealTimers();
    return { most, proxy };
  }

  it('VECTOR_POOL_MAX and VECTOR_POOL_MIN: how many connections there are, and how many are kept', async () => {
    for (const [min, max] of [
      [1, 3],
      [2, 5],
    ] as const) {
      const proxy = await proxyOf();
      const pool = { VECTOR_POOL_MIN: String(min), VECTOR_POOL_MAX: String(max) };
      const { most } = await connectionsOf({ ...pool, VECTOR_DATABASE_URL: proxied(proxy) }, proxy);
      expect(most).toBe(max);
      await expect.poll(() => proxy.open()).toBe(min);
    }
  });

  it('VECTOR_REPLICA_POOL_MAX and VECTOR_REPLICA_POOL_MIN: the same for each replica', async () => {
    for (const [min, max] of [
      [1, 3],
      [2, 5],
    ] as const) {
      const proxy = await proxyOf();
      const pool = { VECTOR_REPLICA_POOL_MIN: String(min), VECTOR_REPLICA_POOL_MAX: String(max) };
      const { most } = await connectionsOf({ ...pool, VECTOR_REPLICA_URLS: proxied(proxy) }, proxy);
      expect(most).toBe(max);
      await expect.poll(() => proxy.open()).toBe(min);
    }
  });

  it('PGVECTOR_INDEX, PGVECTOR_HNSW_M and PGVECTOR_HNSW_EF_CONSTRUCTION: how the vectors of a large tenant are indexed', async () => {
    const graphsOf = async (model: string): Promise<string[]> => {
      const rows = await database.query<{ options: string }>(
        `SELECT array_to_string(reloptions, ' ') AS options FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
        WHERE indisvalid AND relname LIKE 'ann\\_%' AND indrelid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = $1::regclass)`,
        [vectorTable(model, 2).name],
      );
      return rows.map(({ options }) => options);
    };
    for (const [model, variables, options] of [
      ['flat', { PGVECTOR_INDEX: 'ivfflat' }, /^lists=\d+$/],
      ['small', { PGVECTOR_HNSW_M: '6', PGVECTOR_HNSW_EF_CONSTRUCTION: '20' }, /^m=6 ef_construction=20$/],
      ['large', { PGVECTOR_HNSW_M: '8', PGVECTOR_HNSW_EF_CONSTRUCTION: '24' }, /^m=8 ef_construction=24$/],
    ] as const) {
      const index = await open(variables, { model });
      await search(index);
      await database.query(
        `INSERT INTO ${vectorTable(model, 2).name} (tenant_id, passage_id, document_id, namespace, embedding)
        SELECT 'acme', 'p' || n, 'd', 'hr', ('[' || cos(n) || ',' || sin(n) || ']')::vector FROM generate_series(1, 10100) n`,
      );
      await index.index.upsert([passage], signal);
      await expect.poll(() => graphsOf(model)).toEqual([expect.stringMatching(options)]);
    }
  });
});

describe('variables of stores beside each other', () => {
  it('VECTOR_STORE and QDRANT_URL: which stores hold the vectors, and where Qdrant is', async () => {
    const [one, two] = [await startUncheckedQdrantDouble(), await startUncheckedQdrantDouble()];
    onTestFinished(async () => void (await Promise.all([one.stop(), two.stop()])));
    const asked = () => [one, two].map(({ requests }) => requests.length > 0);
    expect((await open({ VECTOR_STORE: 'pgvector', QDRANT_URL: one.url })).index.name).toBe('pgvector');
    expect(asked()).toEqual([false, false]);
    expect((await open({ VECTOR_STORE: 'qdrant', QDRANT_URL: one.url })).index.name).toBe('qdrant');
    expect(asked()).toEqual([true, false]);
    await open({ VECTOR_STORE: 'qdrant', QDRANT_URL: two.url });
    expect(asked()).toEqual([true, true]);
  });

  it('QDRANT_API_KEY: the key that Qdrant is called with', async () => {
    const server = await startRecordingServer(() => null);
    const keys: unknown[] = [];
    for (const key of ['key-one', 'key-two']) {
      await open({ VECTOR_STORE: 'qdrant', QDRANT_URL: server.url, QDRANT_API_KEY: key }).catch(() => null);
      keys.push(server.calls.at(-1)?.headers['api-key']);
    }
    expect(keys).toEqual(['key-one', 'key-two']);
  });

  /** What each store came to in one search, of which Qdrant answers a quarter of a second late. */
  async function outcomesOf(variables: Record<string, string>): Promise<Record<string, string>> {
    const double = await startUncheckedQdrantDouble();
    onTestFinished(() => double.stop());
    const late = await startTcpProxy(new URL(double.url), 250);
    const sources: Sources = [];
    const stores = { VECTOR_STORE: 'pgvector,qdrant', QDRANT_URL: `http://127.0.0.1:${late.port}` };
    const index = await open({ ...stores, ...variables }, { sources });
    await index.index.upsert([passage], signal);
    await search(index);
    return Object.fromEntries(sources.map(({ source, outcome }) => [source, outcome]));
  }

  it('VECTOR_SOURCE_TIMEOUT_MS: how long one of them may take', async () => {
    expect(await outcomesOf({ VECTOR_SOURCE_TIMEOUT_MS: '20000' })).toMatchObject({ qdrant: 'answered' });
    expect(await outcomesOf({ VECTOR_SOURCE_TIMEOUT_MS: '100' })).toMatchObject({ qdrant: 'failed' });
  });

  it('VECTOR_SEARCH and VECTOR_MIN_SOURCES: whether the slower ones are waited for, and how many', async () => {
    const patient = { VECTOR_SOURCE_TIMEOUT_MS: '20000' };
    const fastest = { ...patient, VECTOR_SEARCH: 'fastest' };
    expect(await outcomesOf({ ...patient, VECTOR_SEARCH: 'parallel' })).toMatchObject({ qdrant: 'answered' });
    expect(await outcomesOf({ ...fastest, VECTOR_MIN_SOURCES: '1' })).toMatchObject({ qdrant: 'canceled' });
    expect(await outcomesOf({ ...fastest, VECTOR_MIN_SOURCES: '2' })).toMatchObject({ qdrant: 'answered' });
  });
});

describe('variables of Pinecone', () => {
  it('PINECONE_API_KEY, PINECONE_INDEX, PINECONE_CLOUD and PINECONE_REGION: whose index is made, under which name, and where', async () => {
    const calls: { readonly method: string; readonly key: string | null; readonly body: string }[] = [];
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const request = new Request(input, init);
      const { method, headers } = request;
      calls.push({ method, key: headers.get('api-key'), body: await request.text() });
      const isCreation = method === 'POST';
      const error = { error: { code: isCreation ? 'FORBIDDEN' : 'NOT_FOUND', message: 'planted' } };
      return Response.json({ status: isCreation ? 403 : 404, ...error }, { status: isCreation ? 403 : 404 });
    });
    for (const [key, cloud, region, name] of [
      ['key-one', 'aws', 'eu-west-1', 'first'],
      ['key-two', 'gcp', 'us-central1', 'second'],
    ] as const) {
      await open({
        VECTOR_STORE: 'pinecone',
        PINECONE_API_KEY: key,
        PINECONE_INDEX: name,
        PINECONE_CLOUD: cloud,
        PINECONE_REGION: region,
      }).catch(() => null);
      const creation = calls.findLast(({ method }) => method === 'POST');
      expect(creation?.key).toBe(key);
      expect(JSON.parse(creation?.body ?? '')).toMatchObject({
        name: expect.stringMatching(new RegExp(`^${name}-`)) as string,
        spec: { serverless: { cloud, region } },
      });
    }
  });
});
