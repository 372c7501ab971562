import { type Database, connectPostgres } from '@ragfleet/postgres-connection';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { chooseVectorIndex } from './choose-vector-index.ts';
import { vectorVariables } from './vector-variables.ts';

// Nobody listens there: a choice that reached for it would reject.
const database: Database = connectPostgres({
  url: 'postgres://nobody@127.0.0.1:1/none',
  poolSize: 1,
  statementTimeoutMs: 100,
  name: 'choice',
});
const space = { database, dimension: 3, model: 'local' };

afterAll(() => database.close());

test('says every variable that the chosen stores lack, and how to get it', async () => {
  const chosen = chooseVectorIndex(
    { VECTOR_STORE: 'pgvector, qdrant,pinecone', PINECONE_API_KEY: 'key' },
    space,
  );
  await expect(chosen).rejects.toMatchObject({
    kind: 'invalid-input',
    message: expect.stringMatching(/needs QDRANT_URL \(.+\) and PINECONE_INDEX \(.+\)\.$/) as string,
  });
});

test('opens pgvector in the database of the app, also while that is away', async () => {
  const { index, close } = await chooseVectorIndex({}, space);
  const search = index.existing('acme', ['p'], new AbortController().signal);
  await expect(search).rejects.toMatchObject({ kind: 'unavailable' });
  await close();
});

const config = z.object(vectorVariables);

test('has the defaults of the article', () => {
  expect(config.parse({})).toEqual({
    VECTOR_STORE: 'pgvector',
    VECTOR_SEARCH: 'parallel',
    VECTOR_SOURCE_TIMEOUT_MS: 500,
    VECTOR_MIN_SOURCES: 1,
    VECTOR_READ_PREFERENCE: 'replica',
    VECTOR_POOL_MIN: 5,
    VECTOR_POOL_MAX: 20,
    VECTOR_REPLICA_POOL_MIN: 10,
    VECTOR_REPLICA_POOL_MAX: 50,
    VECTOR_COMMAND_TIMEOUT_MS: 5_000,
    PGVECTOR_INDEX: 'hnsw',
    PGVECTOR_HNSW_M: 16,
    PGVECTOR_HNSW_EF_CONSTRUCTION: 64,
    PINECONE_CLOUD: 'aws',
    PINECONE_REGION: 'us-east-1',
  });
});

test.for([
  { VECTOR_STORE: 'pgvector,faiss' },
  { VECTOR_STORE: ' ' },
  { VECTOR_REPLICA_URLS: 'postgres://one/db,http://two' },
  { PGVECTOR_INDEX: 'flat' },
])('refuses %o before anything is opened', (given) => {
  expect(config.safeParse(given).success).toBe(false);
});
