import type { IngestJob } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { expect, it } from 'vitest';
import { startIngestion } from './start-ingestion.ts';

const job: IngestJob = { v: 1, tenantId: 'acme', ingestionId: 'ing_1' };

it('gives a stored ingestion its job, and tells of one that comes later without refusing what is stored', async () => {
  const enqueued: IngestJob[] = [];
  const late: unknown[] = [];
  const onLateJob = (error: unknown, { ingestionId }: IngestJob): void =>
    void late.push([error, ingestionId]);
  await startIngestion({ ingestQueue: { enqueue: async (one) => void enqueued.push(one) }, onLateJob }, job);
  expect([enqueued, late]).toEqual([[job], []]);

  const away = new Fault('unavailable', 'Redis did not answer.');
  await startIngestion({ ingestQueue: { enqueue: () => Promise.reject(away) }, onLateJob }, job);
  expect(late).toEqual([[away, 'ing_1']]);
});
