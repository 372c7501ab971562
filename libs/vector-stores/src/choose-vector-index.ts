import { Fault } from '@ragfleet/kernel';
import type { Database } from '@ragfleet/postgres-connection';
import type { VectorIndex } from '@ragfleet/rag-core';
import { z } from 'zod';
import { openPgvectorIndex } from './pgvector/open-pgvector-index.ts';
import { openPineconeIndex } from './pinecone/open-pinecone-index.ts';

/** The variables that choose the vector store, for the config of every app that searches or writes: all need the same ones. */
export const vectorVariables = {
  VECTOR_STORE: z
    .enum(['pgvector', 'pinecone'])
    .default('pgvector')
    .meta({ description: 'where vectors live: pgvector (in DATABASE_URL) or pinecone' }),
  PINECONE_API_KEY: z
    .string()
    .optional()
    .meta({ description: 'key of Pinecone, with VECTOR_STORE=pinecone' }),
  PINECONE_INDEX: z
    .string()
    .optional()
    .meta({ description: 'Pinecone index of the metric cosine and the dimension of the embedding model' }),
};

/** What an app read from its environment by `vectorVariables`. */
export interface VectorStoreChoice {
  readonly VECTOR_STORE: 'pgvector' | 'pinecone';
  readonly PINECONE_API_KEY?: string | undefined;
  readonly PINECONE_INDEX?: string | undefined;
}

export interface VectorSpace {
  /** Holds the vectors of pgvector; Pinecone needs none. */
  readonly database: Database;
  /** Numbers in a vector. */
  readonly dimension: number;
  /** The embedding model that makes them: two models never share an index. */
  readonly model: string;
}

/** The vector store of this fleet. Fault `invalid-input` when the choice lacks a variable. */
export async function chooseVectorIndex(choice: VectorStoreChoice, space: VectorSpace): Promise<VectorIndex> {
  if (choice.VECTOR_STORE === 'pgvector') return openPgvectorIndex(space);
  const { PINECONE_API_KEY: apiKey, PINECONE_INDEX: indexName } = choice;
  if (apiKey === undefined || indexName === undefined)
    throw new Fault('invalid-input', 'VECTOR_STORE=pinecone needs PINECONE_API_KEY and PINECONE_INDEX.');
  return openPineconeIndex({
    apiKey,
    indexName,
    dimension: space.dimension,
    model: space.model,
    cloud: 'aws',
    region: 'us-east-1',
  });
}
