import { INGEST_POLICY } from '@ragfleet/contracts';
import type { IngestCommand } from '@ragfleet/rag-core';
import { createInMemoryPassages } from '@ragfleet/test-support';
import { describe, expect, it } from 'vitest';
import { createGiveUp, createIngestJobs } from './ingest.ts';
import type { ReportIngestion } from './report-ingestion.ts';

const job = { v: 1, tenantId: 'acme', ingestionId: 'ing_1' } as const;
const signal = new AbortController().signal;
const progressed = (): void => undefined;

function recordedReport(): ReportIngestion & { readonly log: string[] } {
  const log: string[] = [];
  return {
    log,
    progress: async () => void log.push('progress'),
    finished: async (_tenant, ingestionId) => void log.push(`finished ${ingestionId}`),
  };
}

describe('the ingest job', () => {
  const finished = { status: 'finished' } as const;

  it('says that this is the last attempt when it is, and reports the end', async () => {
    const commands: IngestCommand[] = [];
    const report = recordedReport();
    const { handler } = createIngestJobs({
      ingest: async (command) => (commands.push(command), finished),
      report,
    });
    await handler(job, { attempt: 1, signal, progressed });
    await handler(job, { attempt: INGEST_POLICY.attempts, signal, progressed });
    expect(commands.map(({ isLastAttempt }) => isLastAttempt)).toEqual([false, true]);
    expect(report.log).toEqual(['finished ing_1', 'finished ing_1']);
  });

  it('says of its run what is done of it', async () => {
    let steps = 0;
    const { handler } = createIngestJobs({
      ingest: async ({ onProgress }) => (onProgress?.(), finished),
      report: recordedReport(),
    });
    await handler(job, { attempt: 1, signal, progressed: () => (steps += 1) });
    expect(steps).toBe(1);
  });

  it('reports no end when the run failed, or waits', async () => {
    const report = recordedReport();
    const failing = createIngestJobs({ ingest: () => Promise.reject(new Error('crash')), report });
    await expect(failing.handler(job, { attempt: 1, signal, progressed })).rejects.toThrow('crash');
    const waiting = { status: 'waiting', resumeAfterMs: 5 } as const;
    const jobs = createIngestJobs({ ingest: async () => waiting, report });
    expect(await jobs.handler(job, { attempt: 1, signal, progressed })).toEqual(waiting);
    expect(report.log).toEqual([]);
  });

  it('is busy while an ingestion runs', async () => {
    const running = Promise.withResolvers<typeof finished>();
    const jobs = createIngestJobs({ ingest: () => running.promise, report: recordedReport() });
    const handled = jobs.handler(job, { attempt: 1, signal, progressed });
    expect(jobs.isBusy()).toBe(true);
    running.resolve(finished);
    await handled;
    expect(jobs.isBusy()).toBe(false);
  });

  it('fails what is pending when the queue has given the ingestion up', async () => {
    const passages = createInMemoryPassages();
    const report = recordedReport();
    passages.accept('ing_1', [
      { tenantId: 'acme', documentId: 'one', content: 'First.' },
      { tenantId: 'acme', documentId: 'two', content: 'Second.' },
    ]);
    const advanced: unknown[] = [];
    const changes = { advance: async (...moved: readonly unknown[]) => void advanced.push(moved) };
    const published = { ...passages, unannouncedNamespaces: async () => ['hr'] };
    await createGiveUp({ catalogue: published, changes, report })(job);
    // A run may have published something and died before it said so.
    expect(advanced).toEqual([['acme', ['hr']]]);
    expect(passages.ingestionStatus('acme', 'ing_1')).toBe('failed');
    expect(passages.outcomeOf('acme', 'ing_1', 'two')).toMatchObject({ status: 'failed' });
    expect(report.log).toEqual(['finished ing_1']);
  });

  it('reports no end of what was given up and goes on, since a file brings documents meanwhile', async () => {
    const report = recordedReport();
    const catalogue = {
      unannouncedNamespaces: async () => [],
      failPending: async () => undefined,
      finishIngestion: async () => false,
    };
    await createGiveUp({ catalogue, changes: { advance: async () => undefined }, report })(job);
    expect(report.log).toEqual([]);
  });
});
