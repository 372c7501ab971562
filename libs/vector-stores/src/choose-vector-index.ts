import { Fault, systemClock } from '@ragfleet/kernel';
import type { Database } from '@ragfleet/postgres-connection';
import { createParallelIndex } from './composite/parallel-index.ts';
import type { OnSource } from './composite/retrieval-result.ts';
import { type OpenIndex, openVectorDatabase } from './open-vector-database.ts';
import {
  readVectorChoice,
  type StoreName,
  type VectorChoice,
  type VectorStoreChoice,
} from './vector-variables.ts';

export interface VectorSpace {
  /** Holds the vectors of pgvector unless VECTOR_DATABASE_URL names another. Stays the caller's to close. */
  readonly database: Database;
  /** Numbers in a vector. */
  readonly dimension: number;
  /** The embedding model that makes them: two models never share an index. */
  readonly model: string;
  /** pgvector compares every passage and never makes a graph: for a collection that is loaded, asked and thrown away. */
  readonly isExact?: boolean;
  /** What each of several stores came to in each search, for metrics. */
  readonly onSource?: OnSource;
  /** Hears what fails in the background, such as the building of a graph. */
  readonly onError?: (error: unknown) => void;
}

/**
 * The vector store of this fleet for one embedding model: the one store that is chosen, or all of them side by side.
 * `close` closes the pools that this opened. Fault `invalid-input` when the choice lacks variables, naming all of them.
 */
export async function chooseVectorIndex(given: VectorStoreChoice, space: VectorSpace): Promise<OpenIndex> {
  const choice = readVectorChoice(given);
  requireVariables(choice);
  const opened: OpenIndex[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((store) => store.close()));
  };
  try {
    for (const store of choice.stores) opened.push(await OPENERS[store](choice, space));
  } catch (error) {
    await close();
    throw error;
  }
  const [only] = opened;
  if (only !== undefined && opened.length === 1) return only;
  const {
    VECTOR_SEARCH: search,
    VECTOR_SOURCE_TIMEOUT_MS: timeoutMs,
    VECTOR_MIN_SOURCES: minSources,
  } = choice;
  const { onSource = () => undefined } = space;
  const sources = opened.map(({ index }) => index);
  return {
    index: createParallelIndex({ sources, search, timeoutMs, minSources, clock: systemClock, onSource }),
    close,
  };
}

/** What a store cannot be without, and how to get it. */
const NEEDED: Readonly<Record<StoreName, readonly (readonly [keyof VectorChoice, string])[]>> = {
  pgvector: [],
  qdrant: [['QDRANT_URL', 'the address of Qdrant, such as http://127.0.0.1:6333']],
  pinecone: [
    ['PINECONE_API_KEY', 'a key from app.pinecone.io'],
    ['PINECONE_INDEX', 'how the names of your indexes shall begin'],
  ],
};

function requireVariables(choice: VectorChoice): void {
  const missing = choice.stores
    .flatMap((store) => NEEDED[store])
    .filter(([name]) => choice[name] === undefined)
    .map(([name, fix]) => `${name} (${fix})`);
  if (missing.length > 0)
    throw new Fault(
      'invalid-input',
      `VECTOR_STORE=${choice.stores.join(',')} needs ${missing.join(' and ')}.`,
    );
}

type OpenStore = (choice: VectorChoice, space: VectorSpace) => Promise<OpenIndex>;

// The clients of hosted stores are large, 0.17 s of a process's start together: only who chose one loads it.
const OPENERS: Readonly<Record<StoreName, OpenStore>> = {
  pgvector(choice, { database, dimension, model, isExact = false, onError = () => undefined }) {
    const { VECTOR_SOURCE_TIMEOUT_MS: timeoutMs } = choice;
    // Beside other stores a replica has half of the time, so that another member can still answer.
    const replicaTimeoutMs = choice.stores.length === 1 ? timeoutMs : timeoutMs / 2;
    return openVectorDatabase(choice, { database, dimension, model, isExact, replicaTimeoutMs, onError });
  },
  async qdrant({ QDRANT_URL: url = '', QDRANT_API_KEY: apiKey }, { dimension, model }) {
    const { openQdrantIndex } = await import('./qdrant/open-qdrant-index.ts');
    const key = apiKey === undefined ? {} : { apiKey };
    return withoutPools(await openQdrantIndex({ url, ...key, dimension, model }));
  },
  async pinecone(choice, { dimension, model }) {
    const { openPineconeIndex } = await import('./pinecone/open-pinecone-index.ts');
    const { PINECONE_API_KEY: apiKey = '', PINECONE_INDEX: indexName = '' } = choice;
    const { PINECONE_CLOUD: cloud, PINECONE_REGION: region } = choice;
    return withoutPools(await openPineconeIndex({ apiKey, indexName, dimension, model, cloud, region }));
  },
};

const withoutPools = (index: OpenIndex['index']): OpenIndex => ({ index, close: () => Promise.resolve() });
