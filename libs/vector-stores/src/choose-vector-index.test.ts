import { type Database, connectPostgres } from '@ragfleet/postgres-connection';
import { afterAll, expect, test } from 'vitest';
import { chooseVectorIndex } from './choose-vector-index.ts';

// Nobody listens there: a choice that reached for it would reject.
const database: Database = connectPostgres({
  url: 'postgres://nobody@127.0.0.1:1/none',
  poolSize: 1,
  statementTimeoutMs: 100,
  name: 'choice',
});
const space = { database, dimension: 3, model: 'local' };

afterAll(() => database.close());

test.for([{ PINECONE_API_KEY: 'key' }, { PINECONE_INDEX: 'passages' }])(
  'says which variables Pinecone needs when only %o is set',
  async (given) => {
    const chosen = chooseVectorIndex({ VECTOR_STORE: 'pinecone', ...given }, space);
    await expect(chosen).rejects.toThrow('PINECONE_API_KEY and PINECONE_INDEX');
  },
);

test('opens Pinecone without touching the database', async () => {
  const choice = { VECTOR_STORE: 'pinecone', PINECONE_API_KEY: 'key', PINECONE_INDEX: 'passages' } as const;
  expect((await chooseVectorIndex(choice, space)).name).toMatch(/pinecone/);
});

test('opens pgvector in the database', async () => {
  await expect(chooseVectorIndex({ VECTOR_STORE: 'pgvector' }, space)).rejects.toMatchObject({
    kind: 'unavailable',
  });
});
