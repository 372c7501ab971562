import { Fault } from '@ragfleet/kernel';
import type { PassageVector, VectorIndex } from '@ragfleet/rag-core';
import { cutIds, cutRequests, jsonNumbers } from '../cut-requests.ts';
import { requireDimension } from '../vector-values.ts';
import { equals } from './access-filter.ts';
import type { OpenCollection } from './collection.ts';
import { pointId } from './point-id.ts';

/** Qdrant takes 32 MB a request; smaller ones are indexed while the next is under way. */
const UPSERT_LIMITS = { maxItems: 1_000, maxBytes: 8_000_000 };
const IDS_PER_REQUEST = 1_000;

/** Writes, each of which is done when its promise resolves. The tenant is required in every one of them. */
export function writePoints({ calls, name, dimension, prepared }: OpenCollection): Writes {
  const { api } = calls;
  const target = { collection_name: name, wait: true };
  const write = async (signal: AbortSignal, call: WriteCall): Promise<void> => {
    await prepared(signal);
    const { status } = await calls.run(signal, call);
    if (status !== 'completed')
      throw new Fault('timeout', 'Qdrant took the write and has not finished it. Try again.');
  };
  return {
    async upsert(vectors, signal) {
      for (const { vector } of vectors) requireDimension(vector, dimension);
      for (const points of cutRequests(vectors, pointOf, UPSERT_LIMITS))
        await write(signal, (init) => api.upsertPoints({ ...target, points }, init));
    },
    async removePassages(tenantId, passageIds, signal) {
      for (const some of cutIds(passageIds, IDS_PER_REQUEST)) {
        const has_id = some.map((passageId) => pointId(tenantId, passageId));
        const filter = { must: [equals('tenant_id', tenantId), { has_id }] };
        await write(signal, (init) => api.deletePoints({ ...target, filter }, init));
      }
    },
    async removeDocument(tenantId, documentId, signal) {
      const filter = documentFilter(tenantId, documentId);
      await write(signal, (init) => api.deletePoints({ ...target, filter }, init));
    },
    async relabelDocument(tenantId, documentId, { namespace, department }, signal) {
      const change = { filter: documentFilter(tenantId, documentId), payload: { namespace, department } };
      await write(signal, (init) => api.setPayload({ ...target, ...change }, init));
    },
  };
}

type Writes = Pick<VectorIndex, 'upsert' | 'removePassages' | 'removeDocument' | 'relabelDocument'>;
type WriteCall = (init: {
  signal: AbortSignal;
}) => Promise<{ readonly data: { readonly result?: { readonly status: string } } }>;

const documentFilter = (tenantId: string, documentId: string) => ({
  must: [equals('tenant_id', tenantId), equals('document_id', documentId)],
});

const pointOf = (passage: PassageVector) => ({
  id: pointId(passage.tenantId, passage.passageId),
  vector: jsonNumbers(passage.vector),
  payload: {
    tenant_id: passage.tenantId,
    passage_id: passage.passageId,
    document_id: passage.documentId,
    namespace: passage.namespace,
    department: passage.department,
  },
});
