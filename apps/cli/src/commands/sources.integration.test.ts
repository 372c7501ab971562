import { openDocumentStore } from '@ragfleet/document-store';
import { createSyncQueue } from '@ragfleet/job-queue';
import { connectPostgres } from '@ragfleet/postgres-connection';
import { openTestPostgres, startTestRedis, type TestPostgres, type TestRedis } from '@ragfleet/test-support';
import { PRICE_LIST } from '@ragfleet/pricing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CommandContext } from '../command-context.ts';
import { sources } from './sources.ts';

const COUNTS = {
  listed: 3,
  new: 2,
  changed: 0,
  unchanged: 0,
  gone: 0,
  failed: 1,
  waiting: 0,
  documentsSubmitted: 2,
  documentsRemoved: 0,
};

let postgres: TestPostgres;
let redis: TestRedis;
const printed: string[] = [];
/** What the command says while there is no source. */
let ofNone: { readonly isOk: boolean; readonly said: string };

beforeAll(async () => {
  [postgres, redis] = await Promise.all([openTestPostgres('embedded'), startTestRedis()]);
  const database = connectPostgres({
    url: postgres.url,
    poolSize: 1,
    statementTimeoutMs: 10_000,
    name: 'test',
  });
  const store = await openDocumentStore({ database });
  ofNone = { isOk: await sources(context(), { json: false }), said: printed.splice(0).join('\n') };
  const pass = await store.sources.beginPass({ tenantId: 'acme', source: 'handbook' }, 'one', 60_000);
  if (pass === null) throw new Error('The source is free.');
  const item = { revision: 'r', labelsDigest: 'l', ingestionIds: [], error: null };
  await store.sources.announce(pass, [{ key: 'a.md', documentIds: ['d1', 'd2'] }]);
  await store.sources.recordSubmitted(pass, [{ ...item, key: 'a.md', keptDocumentIds: [] }]);
  const errors = [{ key: 'b.pdf', message: 'It is damaged.' }];
  await store.sources.endPass(pass, {
    outcome: 'deletion-held',
    reason: 'Many are gone.',
    counts: COUNTS,
    errors,
  });
  await store.sources.beginPass({ tenantId: 'globex', source: 'docs' }, 'two', 60_000);
  await store.close();
});
afterAll(async () => {
  await postgres.stop();
  await redis.stop();
});

const context = (): CommandContext => ({
  fleet: () => Promise.reject(new Error('Nobody asks for a fleet.')),
  embedder: () => {
    throw new Error('Nobody embeds here.');
  },
  stores: { DATABASE_URL: postgres.url, QUEUE_REDIS_URL: redis.url },
  prices: async () => PRICE_LIST,
  print: (line) => void printed.push(line),
  write: () => undefined,
  say: () => undefined,
  terminal: null,
  signal: new AbortController().signal,
});

it('shows how each source stands, and fails when one needs somebody', async () => {
  expect(await sources(context(), { json: true })).toBe(false);
  expect(JSON.parse(printed.pop() ?? '')).toEqual({
    sources: [
      {
        tenant: 'acme',
        source: 'handbook',
        passing: false,
        items: 1,
        documents: 2,
        last_pass: {
          finished_at: expect.stringMatching(/^20/) as string,
          outcome: 'deletion-held',
          reason: 'Many are gone.',
          counts: COUNTS,
          errors: [{ key: 'b.pdf', message: 'It is damaged.' }],
        },
      },
      { tenant: 'globex', source: 'docs', passing: true, items: 0, documents: 0, last_pass: null },
    ],
  });
  await sources(context(), { json: false });
  expect(printed.splice(0).join('\n')).toMatch(
    /acme\/handbook .*deletion-held[\s\S]*Many are gone[\s\S]*never/,
  );
});

it('says where to read on while there is no source', () => {
  expect(ofNone.isOk).toBe(true);
  expect(ofNone.said).toMatch(/^No source was passed over yet\. docs\/operations\.md/);
});

it('asks for a pass over a source that is scheduled, and for no other', async () => {
  const queue = createSyncQueue({ redisUrl: redis.url });
  await queue.keepSchedules([{ tenantId: 'acme', source: 'handbook', schedule: { everyMinutes: 60 } }]);
  await queue.close();
  expect(await sources(context(), { json: true, pass: 'acme/handbook' })).toBe(true);
  expect(JSON.parse(printed.pop() ?? '')).toEqual({ ok: true, tenant: 'acme', source: 'handbook' });
  await expect(sources(context(), { json: false, pass: 'acme/unknown' })).rejects.toMatchObject({
    kind: 'not-found',
  });
  await expect(sources(context(), { json: false, pass: 'acme' })).rejects.toThrow(/tenant\/source/);
});
