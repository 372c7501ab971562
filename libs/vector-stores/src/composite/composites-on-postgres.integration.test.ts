import { systemClock } from '@ragfleet/kernel';
import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import {
  CONTRACT_DIMENSION,
  createInMemoryVectorIndex,
  describeOnPostgres,
  type TestPostgres,
  vectorIndexContract,
} from '@ragfleet/test-support';
import { describe } from 'vitest';
import { openPgvectorIndex } from '../pgvector/open-pgvector-index.ts';
import { createParallelIndex } from './parallel-index.ts';
import { createReplicatedIndex } from './replicated-index.ts';

const connect = (postgres: TestPostgres, name: string): Database =>
  connectPostgres({ url: postgres.url, poolSize: 4, statementTimeoutMs: 30_000, name });

describeOnPostgres('composites over pgvector', (postgres) => {
  describe('side by side with another store', () => {
    vectorIndexContract(async () => {
      const database = connect(postgres(), 'parallel-test');
      const opened = await openPgvectorIndex({ database, dimension: CONTRACT_DIMENSION, model: 'parallel' });
      const index = createParallelIndex({
        sources: [opened.index, createInMemoryVectorIndex()],
        search: 'parallel',
        timeoutMs: 10_000,
        minSources: 1,
        clock: systemClock,
        onSource: () => undefined,
      });
      return { index, close: () => database.close() };
    }, 'place');
  });

  describe('a primary, and a replica by a pool of its own', () => {
    vectorIndexContract(async () => {
      const [database, replica] = [connect(postgres(), 'primary-test'), connect(postgres(), 'replica-test')];
      const opened = await openPgvectorIndex({
        database,
        dimension: CONTRACT_DIMENSION,
        model: 'replicated',
      });
      const index = createReplicatedIndex({
        primary: opened.index,
        replicas: [opened.replica(replica)],
        readPreference: 'replica',
        timeoutMs: 10_000,
        clock: systemClock,
        random: Math.random,
      });
      const close = async (): Promise<void> => {
        await Promise.all([replica.close(), database.close()]);
      };
      return { index, close };
    });
  });
});
