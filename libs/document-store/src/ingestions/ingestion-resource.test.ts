import { ingestionResource } from '@ragfleet/contracts';
import { describe, expect, it } from 'vitest';
import type { IngestionRecord } from '../contract.ts';
import { toIngestionResource } from './ingestion-resource.ts';

const record: IngestionRecord = {
  tenantId: 'acme',
  ingestionId: 'ing_1',
  principalId: 'ada',
  status: 'queued',
  embedding: 'realtime',
  counts: { total: 1, pending: 1, embedded: 0, unchanged: 0, failed: 0 },
  callbackUrl: 'https://hooks.example/done',
  createdAtMs: 0,
  finishedAtMs: null,
};

describe('an ingestion as a resource', () => {
  it('is what the HTTP contract promises, and says nothing of its owner or its callback', () => {
    const resource = toIngestionResource(record, { publicUrl: null });
    expect(ingestionResource.strict().parse(resource)).toEqual({
      id: 'ing_1',
      object: 'ingestion',
      status: 'queued',
      embedding: 'realtime',
      created_at: '1970-01-01T00:00:00.000Z',
      finished_at: null,
      counts: record.counts,
      urls: { self: '/v1/ingestions/ing_1', events: '/v1/ingestions/ing_1/events' },
    });
  });

  it('has absolute urls where the public address is known, its end, and its documents where they are given', () => {
    const documents = [
      { documentId: 'leave', position: 0, status: 'embedded', passages: 2, error: null } as const,
    ];
    const ended = { ...record, status: 'finished', finishedAtMs: 1_000 } as const;
    expect(toIngestionResource(ended, { publicUrl: 'https://rag.example', documents })).toMatchObject({
      finished_at: '1970-01-01T00:00:01.000Z',
      documents: [{ document_id: 'leave', status: 'embedded', chunks: 2, error: null, position: 0 }],
      documents_truncated: false,
      urls: { self: 'https://rag.example/v1/ingestions/ing_1' },
    });
  });
});
