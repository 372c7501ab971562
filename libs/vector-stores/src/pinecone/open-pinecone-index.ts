import { Pinecone } from '@pinecone-database/pinecone';
import type { VectorIndex } from '@ragfleet/rag-core';
import { prepareOnce } from '../prepare-once.ts';
import { indexNameOf } from './index-name.ts';
import { createPineconeCalls } from './pinecone-calls.ts';
import { checkIndexAt, prepareIndex } from './prepare-index.ts';
import { readRecords } from './read-records.ts';
import { type PassageLabels, writeRecords } from './write-records.ts';

export interface OpenPineconeIndex {
  readonly apiKey: string;
  /** The name of the index begins with it; the model, the dimension and a digest follow. */
  readonly indexName: string;
  readonly dimension: number;
  /** The embedding model: vectors of two models never meet in one index. */
  readonly model: string;
  /** Where a missing index is made. */
  readonly cloud: string;
  readonly region: string;
  /** The index's own address, for a key that may not use the control plane; looked up, and made, when left out. */
  readonly host?: string;
  /** The control plane's address, when it is not Pinecone's own. */
  readonly controlHost?: string;
}

const PREPARE_TIMEOUT_MS = 120_000;

/**
 * Pinecone: one serverless index per embedding model, one Pinecone namespace per tenant, labels as metadata, the access
 * filter in the query, no values returned. The client's own retries are off: the caller decides what is tried again.
 * Writes become visible within seconds, so the document store's re-check is what makes a deletion immediate.
 */
export async function openPineconeIndex({
  apiKey,
  indexName,
  model,
  host,
  controlHost,
  ...place
}: OpenPineconeIndex): Promise<VectorIndex> {
  const calls = createPineconeCalls();
  const client = new Pinecone({
    apiKey,
    maxRetries: 0,
    fetchApi: calls.fetch,
    ...(controlHost === undefined ? {} : { controllerHostUrl: controlHost }),
  });
  const access = { client, calls };
  const space = { ...place, name: indexNameOf(indexName, model, place.dimension) };
  const open = await prepareOnce({
    store: 'Pinecone',
    timeoutMs: PREPARE_TIMEOUT_MS,
    async prepare(signal) {
      const address =
        host === undefined
          ? await prepareIndex(access, space, signal)
          : await checkIndexAt(host, access, space, signal);
      return client.index<PassageLabels>({ host: address });
    },
  });
  const records = { calls, open, dimension: place.dimension };
  return { name: 'pinecone', ...readRecords(records), ...writeRecords(records) };
}
