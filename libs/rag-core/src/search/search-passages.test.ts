import { Fault } from '@ragfleet/kernel';
import { createInMemoryPassages, type InMemoryPassages } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createIngestDocuments } from '../ingest/ingest-documents.ts';
import { createWordEmbedder, quietLogger } from '../ingest/word-embedder.fixture.ts';
import type { SearchScope } from '../ports/passages.ts';
import type { SearchMode, SearchPorts } from './search-contract.ts';
import { createSearchPassages } from './search-passages.ts';

const scope: SearchScope = {
  access: { tenantId: 'acme', readsAll: false, namespaces: ['default'], department: null },
  namespaces: null,
};
const never = new AbortController().signal;

let passages: InMemoryPassages;
let ports: SearchPorts;
const foreign = vi.fn<(tenantId: string, count: number, reason: string) => void>();

beforeEach(async () => {
  foreign.mockReset();
  passages = createInMemoryPassages();
  const embedder = createWordEmbedder();
  const changes = { current: async () => '0', advance: async () => {} };
  passages.accept('ing_1', [
    { tenantId: 'acme', documentId: 'leave', content: 'Annual leave is 27 days.' },
    { tenantId: 'acme', documentId: 'travel', content: 'Trains are booked in second class.' },
    {
      tenantId: 'acme',
      documentId: 'board',
      namespace: 'board',
      content: 'Annual leave of the board is secret.',
    },
    { tenantId: 'rival', documentId: 'leave', content: 'Annual leave at the rival is 10 days.' },
  ]);
  passages.accept('ing_2', [{ tenantId: 'rival', documentId: 'other', content: 'Annual leave again.' }]);
  const ingest = createIngestDocuments({
    catalogue: passages,
    embedder,
    vectorIndex: passages,
    changes,
    logger: quietLogger,
  });
  await ingest({ tenantId: 'acme', ingestionId: 'ing_1', isLastAttempt: false }, never);
  ports = {
    embedder,
    keywordIndex: passages,
    vectorIndex: passages,
    passageReader: passages,
    telemetry: { span: (_step, run) => run(), foreignPassages: foreign },
    logger: quietLogger,
    budgetsMs: { embedding: 50, source: 100 },
  };
});

const search = async (
  query: string,
  over: Partial<SearchPorts> = {},
  mode: SearchMode = 'hybrid',
  topK = 5,
) => {
  const result = await createSearchPassages({ ...ports, ...over })({ scope, query, mode, topK }, never);
  return { ...result, documents: result.passages.map(({ passage }) => passage.documentId) };
};
const hang = (): Promise<never> => new Promise(() => {});
const fail = (): Promise<never> => Promise.reject(new Fault('unavailable', 'Away.'));

describe('createSearchPassages', () => {
  it('finds what the caller may read, and nothing else', async () => {
    const found = await search('annual leave');
    expect(found.documents[0]).toBe('leave');
    expect(found.documents).not.toContain('board');
    expect(found).toMatchObject({ reasons: [], isAvailable: true, vectorQueries: 1 });
  });

  const withEmbed = (embed: () => Promise<never>): Partial<SearchPorts> => ({
    embedder: { ...ports.embedder, embed },
  });
  const withDense = (searchDense: () => Promise<never>): Partial<SearchPorts> => ({
    vectorIndex: { ...passages, searchDense },
  });

  it.each([
    ['the embedder is late', () => withEmbed(hang), 'embedding-timeout'],
    ['the embedder fails', () => withEmbed(fail), 'embedding-unavailable'],
    ['the vector store fails', () => withDense(fail), 'vector-unavailable'],
    ['the vector store hangs', () => withDense(hang), 'vector-unavailable'],
    ['the keyword index fails', () => ({ keywordIndex: { searchKeyword: fail } }), 'keyword-unavailable'],
  ])('answers from the other source when %s', async (_what, broken, reason) => {
    const found = await search('annual leave', broken());
    expect(found.documents[0]).toBe('leave');
    expect(found).toMatchObject({ reasons: [reason], isAvailable: true });
  });

  it('says that it could not search when both sources are away, or the re-check is', async () => {
    const both = { vectorIndex: { ...passages, searchDense: fail }, keywordIndex: { searchKeyword: fail } };
    expect(await search('annual leave', both)).toMatchObject({ passages: [], isAvailable: false });
    expect(await search('annual leave', { passageReader: { readCurrent: fail } })).toMatchObject({
      passages: [],
      isAvailable: false,
      reasons: ['document-store-unavailable'],
    });
  });

  it('never serves what the authority refuses, counts it, and fills up from below', async () => {
    passages.relabel('acme', 'leave', { namespace: 'board', department: null });
    const found = await search('annual leave days', {}, 'dense', 1);
    expect(found.documents).toEqual(['travel']);
    expect(foreign).toHaveBeenCalledWith('acme', 1, 'unreadable');
  });

  it('uses the vector that the caller has', async () => {
    const embed = vi.fn<() => Promise<never>>(fail);
    const { vectors } = await ports.embedder.embed(['annual leave'], 'query', never);
    const [queryVector] = vectors;
    if (!queryVector) throw new Error('A vector is expected.');
    const run = createSearchPassages({ ...ports, embedder: { ...ports.embedder, embed } });
    const found = await run({ scope, query: 'x', mode: 'dense', topK: 1, queryVector }, never);
    expect(found.passages[0]?.passage.documentId).toBe('leave');
    expect(embed).not.toHaveBeenCalled();
  });

  it('asks no embedder for a keyword search', async () => {
    const found = await search('trains', { embedder: { ...ports.embedder, embed: fail } }, 'keyword');
    expect(found).toMatchObject({ documents: ['travel'], reasons: [], vectorQueries: 0 });
  });

  it('ends with the reason of the caller', async () => {
    const controller = new AbortController();
    const run = createSearchPassages({ ...ports, keywordIndex: { searchKeyword: hang } });
    const running = run({ scope, query: 'leave', mode: 'hybrid', topK: 1 }, controller.signal);
    controller.abort(new Fault('canceled', 'Canceled.'));
    await expect(running).rejects.toMatchObject({ kind: 'canceled' });
  });
});
