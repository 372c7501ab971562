import { INGEST_POLICY } from '@ragfleet/contracts';
import type { IngestCommand } from '@ragfleet/rag-core';
import { createInMemoryPassages } from '@ragfleet/test-support';
import { describe, expect, it } from 'vitest';
import { createGiveUp, createIngestHandler } from './ingest.ts';
import type { ReportIngestion } from './report-ingestion.ts';

const job = { v: 1, tenantId: 'acme', ingestionId: 'ing_1' } as const;
const signal = new AbortController().signal;

function recordedReport(): ReportIngestion & { readonly log: string[] } {
  const log: string[] = [];
  return {
    log,
    progress: async () => void log.push('progress'),
    finished: async (_tenant, ingestionId) => void log.push(`finished ${ingestionId}`),
  };
}

describe('the ingest job', () => {
  it('says that this is the last attempt when it is, and reports the end', async () => {
    const commands: IngestCommand[] = [];
    const report = recordedReport();
    const handle = createIngestHandler({ ingest: async (command) => void commands.push(command), report });
    await handle(job, { attempt: 1, signal });
    await handle(job, { attempt: INGEST_POLICY.attempts, signal });
    expect(commands.map(({ isLastAttempt }) => isLastAttempt)).toEqual([false, true]);
    expect(report.log).toEqual(['finished ing_1', 'finished ing_1']);
  });

  it('reports no end when the run failed', async () => {
    const report = recordedReport();
    const handle = createIngestHandler({ ingest: () => Promise.reject(new Error('crash')), report });
    await expect(handle(job, { attempt: 1, signal })).rejects.toThrow('crash');
    expect(report.log).toEqual([]);
  });

  it('fails what is pending when the queue has given the ingestion up', async () => {
    const passages = createInMemoryPassages();
    const report = recordedReport();
    passages.accept('ing_1', [
      { tenantId: 'acme', documentId: 'one', content: 'First.' },
      { tenantId: 'acme', documentId: 'two', content: 'Second.' },
    ]);
    await createGiveUp({ catalogue: passages, report })(job);
    expect(passages.ingestionStatus('acme', 'ing_1')).toBe('failed');
    expect(passages.outcomeOf('acme', 'ing_1', 'two')).toMatchObject({ status: 'failed' });
    expect(report.log).toEqual(['finished ing_1']);
  });
});
