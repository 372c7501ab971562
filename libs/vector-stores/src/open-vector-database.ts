import { type Clock, systemClock } from '@ragfleet/kernel';
import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import type { VectorIndex } from '@ragfleet/rag-core';
import { createReplicatedIndex } from './composite/replicated-index.ts';
import type { GraphMethod } from './pgvector/graphs.ts';
import { openPgvectorIndex } from './pgvector/open-pgvector-index.ts';
import type { VectorChoice } from './vector-variables.ts';

export interface OpenVectorDatabase {
  /** The app's own, where the vectors have no server of theirs. Stays open. */
  readonly database: Database;
  readonly dimension: number;
  readonly model: string;
  /** As of `OpenPgvectorIndex`. */
  readonly isExact: boolean;
  /** How long one replica may take. */
  readonly replicaTimeoutMs: number;
  readonly onError: (error: unknown) => void;
  readonly clock?: Clock;
}

export interface OpenIndex {
  readonly index: VectorIndex;
  /** Closes what opening it opened. */
  close(): Promise<void>;
}

/** pgvector with the pools that the choice asks for: its own server's, its replicas'. */
export async function openVectorDatabase(
  choice: VectorChoice,
  space: OpenVectorDatabase,
): Promise<OpenIndex> {
  const own =
    choice.VECTOR_DATABASE_URL === undefined ? null : connectPrimary(choice, choice.VECTOR_DATABASE_URL);
  const replicas = choice.replicaUrls.map((url) => connectReplica(choice, url));
  const pools = [...(own === null ? [] : [own]), ...replicas];
  const closePools = async (): Promise<void> => {
    await Promise.all(pools.map((pool) => pool.close()));
  };
  try {
    const { clock = systemClock, dimension, model, isExact, onError } = space;
    const opened = await openPgvectorIndex({
      database: own ?? space.database,
      graph: graphOf(choice),
      dimension,
      model,
      isExact,
      onError,
    });
    const index = createReplicatedIndex({
      primary: opened.index,
      replicas: replicas.map((replica) => opened.replica(replica)),
      readPreference: choice.VECTOR_READ_PREFERENCE,
      timeoutMs: space.replicaTimeoutMs,
      clock,
      random: Math.random,
    });
    return {
      index: replicas.length === 0 ? opened.index : index,
      async close() {
        opened.close();
        await closePools();
      },
    };
  } catch (error) {
    await closePools();
    throw error;
  }
}

const connectPrimary = (choice: VectorChoice, url: string): Database =>
  connectPostgres({
    url,
    name: 'vectors',
    minPoolSize: choice.VECTOR_POOL_MIN,
    poolSize: choice.VECTOR_POOL_MAX,
    statementTimeoutMs: choice.VECTOR_COMMAND_TIMEOUT_MS,
  });

const connectReplica = (choice: VectorChoice, url: string): Database =>
  connectPostgres({
    url,
    name: 'vectors-replica',
    minPoolSize: choice.VECTOR_REPLICA_POOL_MIN,
    poolSize: choice.VECTOR_REPLICA_POOL_MAX,
    statementTimeoutMs: choice.VECTOR_COMMAND_TIMEOUT_MS,
  });

const graphOf = (choice: VectorChoice): GraphMethod =>
  choice.PGVECTOR_INDEX === 'ivfflat'
    ? { kind: 'ivfflat' }
    : { kind: 'hnsw', m: choice.PGVECTOR_HNSW_M, efConstruction: choice.PGVECTOR_HNSW_EF_CONSTRUCTION };
