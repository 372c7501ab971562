import { Pinecone, type PineconeRecord } from '@pinecone-database/pinecone';
import type { PassageVector, VectorIndex } from '@ragfleet/rag-core';
import { requireDimension } from '../vector-values.ts';
import { accessFilter, NO_DEPARTMENT } from './access-filter.ts';
import { createPineconeCalls } from './pinecone-calls.ts';

export interface OpenPineconeIndex {
  readonly apiKey: string;
  /** An index of the metric `cosine`, made for one embedding model. */
  readonly indexName: string;
  readonly dimension: number;
  /** The index's own address; looked up by its name when left out. */
  readonly host?: string;
}

/** What is kept beside a vector; never its text. */
type PassageLabels = {
  readonly passage_id: string;
  readonly document_id: string;
  readonly namespace: string;
  readonly department: string;
};

// Pinecone takes 1,000 records and 2 MB a request; a number is at most about 22 characters of JSON.
const MAX_RECORDS_PER_UPSERT = 1_000;
const MAX_UPSERT_BYTES = 2_000_000;
const BYTES_PER_NUMBER = 22;
const BYTES_PER_RECORD = 2_048;
const MAX_RESULTS = 1_000;
/** Ids of a fetch travel in its URL. */
const MAX_IDS_PER_FETCH = 50;
const MAX_IDS_PER_DELETE = 1_000;

/**
 * Pinecone: one Pinecone namespace per tenant, labels as metadata, the access filter in the query, no values returned.
 * The client's own retries are off: the caller decides what is tried again. Writes become visible within seconds, so
 * the document store's re-check is what makes a deletion immediate.
 */
export function openPineconeIndex({
  apiKey,
  indexName,
  dimension,
  host,
}: OpenPineconeIndex): Promise<VectorIndex> {
  const calls = createPineconeCalls();
  const client = new Pinecone({ apiKey, maxRetries: 0, fetchApi: calls.fetch });
  const index = client.index<PassageLabels>({ name: indexName, ...(host === undefined ? {} : { host }) });
  const recordsPerUpsert = Math.max(
    1,
    Math.min(
      MAX_RECORDS_PER_UPSERT,
      Math.floor(MAX_UPSERT_BYTES / (dimension * BYTES_PER_NUMBER + BYTES_PER_RECORD)),
    ),
  );
  return Promise.resolve({
    name: 'pinecone',
    async searchDense(scope, vector, limit, signal) {
      requireDimension(vector, dimension);
      const filter = accessFilter(scope);
      if (filter === null) return [];
      const { matches, namespace } = await calls.run(signal, () =>
        index.query({
          namespace: scope.access.tenantId,
          vector: Array.from(vector),
          topK: Math.min(limit, MAX_RESULTS),
          includeValues: false,
          includeMetadata: false,
          ...(filter === undefined ? {} : { filter }),
        }),
      );
      return matches.map(({ id, score }) => ({ tenantId: namespace, passageId: id, score: score ?? 0 }));
    },
    async upsert(vectors, signal) {
      for (const { vector } of vectors) requireDimension(vector, dimension);
      for (const [tenantId, own] of Map.groupBy(vectors, (vector) => vector.tenantId)) {
        for (let start = 0; start < own.length; start += recordsPerUpsert) {
          const records = own.slice(start, start + recordsPerUpsert).map(recordOf);
          await calls.run(signal, () => index.upsert({ namespace: tenantId, records }));
        }
      }
    },
    async existing(tenantId, passageIds, signal) {
      const found = new Set<string>();
      for (let start = 0; start < passageIds.length; start += MAX_IDS_PER_FETCH) {
        const ids = passageIds.slice(start, start + MAX_IDS_PER_FETCH);
        const { records } = await calls.run(signal, () => index.fetch({ namespace: tenantId, ids }));
        for (const id of Object.keys(records)) found.add(id);
      }
      return found;
    },
    async removePassages(tenantId, passageIds, signal) {
      for (let start = 0; start < passageIds.length; start += MAX_IDS_PER_DELETE) {
        const ids = passageIds.slice(start, start + MAX_IDS_PER_DELETE);
        await calls.run(signal, () => index.deleteMany({ namespace: tenantId, ids }));
      }
    },
    async removeDocument(tenantId, documentId, signal) {
      const filter = { document_id: { $eq: documentId } };
      await calls.run(signal, () => index.deleteMany({ namespace: tenantId, filter }));
    },
    async relabelDocument(tenantId, documentId, { namespace, department }, signal) {
      const metadata = { namespace, department: department ?? NO_DEPARTMENT };
      await calls.run(signal, () =>
        index.update({ namespace: tenantId, filter: { document_id: { $eq: documentId } }, metadata }),
      );
    },
  });
}

const recordOf = (passage: PassageVector): PineconeRecord<PassageLabels> => ({
  id: passage.passageId,
  values: Array.from(passage.vector),
  metadata: {
    passage_id: passage.passageId,
    document_id: passage.documentId,
    namespace: passage.namespace,
    department: passage.department ?? NO_DEPARTMENT,
  },
});
