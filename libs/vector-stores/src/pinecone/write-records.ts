import { Errors, type Index } from '@pinecone-database/pinecone';
import { Fault } from '@ragfleet/kernel';
import type { PassageVector, VectorIndex } from '@ragfleet/rag-core';
import { cutIds, cutRequests, jsonNumbers } from '../cut-requests.ts';
import type { Prepared } from '../prepare-once.ts';
import { requireDimension } from '../vector-values.ts';
import { departmentLabel } from './access-filter.ts';
import type { PineconeCalls } from './pinecone-calls.ts';

/** What is kept beside a vector; never its text. */
export type PassageLabels = {
  readonly tenant_id: string;
  readonly passage_id: string;
  readonly document_id: string;
  readonly namespace: string;
  readonly department: string;
};

/** An index and the way to it. */
export interface OpenRecords {
  readonly calls: PineconeCalls;
  readonly open: Prepared<Index<PassageLabels>>;
  readonly dimension: number;
}

/** Pinecone takes 1,000 records and 2 MB; batches above 100 have been answered 503 and 504. The rest is for the frame. */
const UPSERT_LIMITS = { maxItems: 100, maxBytes: 1_900_000 };
const IDS_PER_REQUEST = 1_000;

/** Writes to the tenant's Pinecone namespace. */
export function writeRecords({ calls, open, dimension }: OpenRecords): Writes {
  const write = async (signal: AbortSignal, call: (index: Index<PassageLabels>) => Promise<void>) => {
    const index = await open(signal);
    await calls.run(signal, () => call(index));
  };
  /** A tenant's namespace begins with its first vector: before that there is nothing to change, and Pinecone says 404. */
  const writeIfAny: typeof write = async (signal, call) => {
    try {
      await write(signal, call);
    } catch (error) {
      if (!(error instanceof Fault && error.cause instanceof Errors.PineconeNotFoundError)) throw error;
    }
  };
  return {
    async upsert(vectors, signal) {
      for (const { vector } of vectors) requireDimension(vector, dimension);
      for (const [namespace, own] of Map.groupBy(vectors, ({ tenantId }) => tenantId))
        for (const records of cutRequests(own, recordOf, UPSERT_LIMITS))
          await write(signal, (index) => index.upsert({ namespace, records }));
    },
    async removePassages(namespace, passageIds, signal) {
      for (const ids of cutIds(passageIds, IDS_PER_REQUEST))
        await writeIfAny(signal, (index) => index.deleteMany({ namespace, ids }));
    },
    async removeDocument(namespace, documentId, signal) {
      const filter = { document_id: { $eq: documentId } };
      await writeIfAny(signal, (index) => index.deleteMany({ namespace, filter }));
    },
    async relabelDocument(tenantId, documentId, { namespace, department }, signal) {
      const filter = { document_id: { $eq: documentId } };
      const metadata = { namespace, department: departmentLabel(department) };
      await writeIfAny(signal, (index) => index.update({ namespace: tenantId, filter, metadata }));
    },
  };
}

type Writes = Pick<VectorIndex, 'upsert' | 'removePassages' | 'removeDocument' | 'relabelDocument'>;

const recordOf = (passage: PassageVector) => ({
  id: passage.passageId,
  values: jsonNumbers(passage.vector),
  metadata: {
    tenant_id: passage.tenantId,
    passage_id: passage.passageId,
    document_id: passage.documentId,
    namespace: passage.namespace,
    department: departmentLabel(passage.department),
  },
});
