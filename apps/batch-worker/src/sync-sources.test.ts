import type { ConfiguredSource } from '@ragfleet/document-sources';
import { Fault } from '@ragfleet/kernel';
import type { PassReport, SyncCommand } from '@ragfleet/rag-core';
import { describe, expect, it } from 'vitest';
import { createRemoveDocument, createSubmitDocuments, createSyncHandler } from './sync-sources.ts';

const signal = new AbortController().signal;
const name = { tenantId: 'acme', source: 'handbook' };
const job = { v: 1, ...name } as const;
const source: ConfiguredSource = {
  name,
  schedule: { everyMinutes: 5 },
  rules: {
    labels: { namespace: 'hr', department: null, metadata: {} },
    maxItemBytes: 1,
    itemTimeoutMs: 1,
    maxPassMs: 1,
    allowMassDelete: false,
  },
  documents: { list: async function* () {}, read: async () => ({ status: 'gone' }) },
};
const report: PassReport = {
  outcome: 'completed',
  reason: null,
  counts: {
    listed: 3,
    new: 2,
    changed: 0,
    unchanged: 1,
    gone: 0,
    failed: 0,
    waiting: 0,
    documentsSubmitted: 2,
    documentsRemoved: 0,
  },
  errors: [],
};

function pass(outcome: () => Promise<PassReport | null>, sources = [source], inactive = 'globex') {
  const counted: string[] = [];
  const commands: SyncCommand[] = [];
  const handler = createSyncHandler({
    sources,
    syncSource: async (command) => (commands.push(command), outcome()),
    isActive: async (tenantId) => tenantId !== inactive,
    metrics: {
      count: (key, labels = {}, by = 1) =>
        void counted.push(`${key} ${Object.values(labels).join('/')} ${by}`),
    },
    logger: { info: () => undefined, warn: () => undefined } as never,
  });
  const run = handler(job, { holder: 'job-1', signal });
  return { run, counted, commands };
}

describe('a sync job', () => {
  it('passes over its source as itself, and counts what it found', async () => {
    const { run, counted, commands } = pass(async () => report);
    await run;
    expect(commands).toMatchObject([{ name, holder: 'job-1' }]);
    expect(counted).toContain('sourcePasses acme/handbook/completed 1');
    expect(counted).toContain('sourceItems acme/handbook/new 2');
  });

  it.each([
    ['overlapped', async () => null, [source]],
    ['unknown-source', async () => report, []],
    ['unknown-source', async () => report, [{ ...source, name: { ...name, tenantId: 'globex' } }]],
  ])('ends as %s without a report', async (outcome, result, sources) => {
    const { run, counted } = pass(result, sources);
    await run;
    expect(counted).toEqual([`sourcePasses acme/handbook/${outcome} 1`]);
  });

  it('brings nothing in for a tenant that is not active', async () => {
    const { run, counted, commands } = pass(async () => report, [source], 'acme');
    await run;
    expect([counted, commands]).toEqual([['sourcePasses acme/handbook/tenant-inactive 1'], []]);
  });

  it('fails for the queue to try again', async () => {
    const { run, counted } = pass(() => Promise.reject(new Fault('unavailable', 'Away.')));
    await expect(run).rejects.toThrow('Away.');
    expect(counted).toEqual(['sourcePasses acme/handbook/failed 1']);
  });
});

describe('documents of a source', () => {
  const document = {
    id: 'd',
    title: 'T',
    content: 'c',
    source: 'a.md',
    namespace: 'hr',
    metadata: { a: 'b' },
  };

  it('are accepted as the source, and their job may come later', async () => {
    const accepted: unknown[] = [];
    const warned: string[] = [];
    const submit = createSubmitDocuments({
      store: {
        acceptIngestion: async (command) => (accepted.push(command), { ingestionId: 'ing_1' } as never),
      },
      ingestQueue: { enqueue: () => Promise.reject(new Fault('unavailable', 'Away.')) },
      logger: { warn: (_fields: unknown, message: string) => void warned.push(message) } as never,
    });
    expect(await submit(name, [{ ...document, department: null }])).toBe('ing_1');
    expect(accepted).toEqual([
      { tenantId: 'acme', principalId: 'source:handbook', callbackUrl: null, documents: [document] },
    ]);
    expect(warned).toEqual(['ingestion stored, its job comes later']);
  });

  it('are removed also where nobody could see them yet', async () => {
    const log: string[] = [];
    const remove = createRemoveDocument({
      changes: { remove: async (access, id) => (log.push(`change ${access.tenantId} ${id}`), id === 'seen') },
      store: { deleteDocument: async (tenantId, id) => (log.push(`delete ${tenantId} ${id}`), true) },
    });
    await remove(name, 'seen', signal);
    await remove(name, 'unseen', signal);
    expect(log).toEqual(['change acme seen', 'change acme unseen', 'delete acme unseen']);
  });
});
