import { Fault } from '@ragfleet/kernel';
import { describe, expect, it, vi } from 'vitest';
import { passage } from '../answer/answer-question.fixture.ts';
import type { Embedder } from '../ports/models.ts';
import type { SearchPorts } from './search-contract.ts';
import { passages, SCOPE, searchBench, type SearchBench } from './search.fixture.ts';
import { createSearchPassages } from './search-passages.ts';

const hang = (): Promise<never> => new Promise(() => {});
const fail = (): Promise<never> => Promise.reject(new Fault('unavailable', 'Away.'));
const never = new AbortController().signal;

const { ports } = searchBench([]);
const withEmbed = (embed: Embedder['embed']): Partial<SearchPorts> => ({
  embedder: { ...ports.embedder, embed },
});
const withDense = (searchDense: () => Promise<never>): Partial<SearchPorts> => ({
  vectorIndex: { ...ports.vectorIndex, searchDense },
});
const withKeyword = (searchKeyword: () => Promise<never>): Partial<SearchPorts> => ({
  keywordIndex: { searchKeyword },
});

/** Three passages; the vector index knows two of them. */
function bench(overrides: Partial<SearchPorts> = {}): SearchBench {
  const made = searchBench(passages(3), overrides);
  made.dense = ['p3', 'p1'];
  return made;
}

describe('createSearchPassages', () => {
  it('fuses both sources', async () => {
    const found = await bench().search();
    expect(found.ids).toEqual(['p1', 'p3', 'p2']);
    expect(found).toMatchObject({ reasons: [], isAvailable: true, vectorQueries: 1, rerankedBy: null });
  });

  it('finds what the caller may read, and nothing else', async () => {
    const board = passage('board', 'Annual leave of the board is secret.', { namespace: 'board' });
    expect((await searchBench([board, ...passages(1)]).search()).ids).toEqual(['p1']);
  });

  it.each([
    ['the embedder is late', withEmbed(hang), 'embedding-timeout'],
    ['the embedder fails', withEmbed(fail), 'embedding-unavailable'],
    ['the vector store fails', withDense(fail), 'vector-unavailable'],
    ['the vector store hangs', withDense(hang), 'vector-unavailable'],
  ])('answers from keyword search when %s', async (_what, broken, reason) => {
    const found = await bench(broken).search();
    expect(found.ids).toEqual(['p1', 'p2', 'p3']);
    expect(found).toMatchObject({ reasons: [reason], isAvailable: true });
  });

  it.each([
    ['fails', fail],
    ['hangs', hang],
  ])('answers from the vectors when the keyword index %s', async (_what, searchKeyword) => {
    const found = await bench(withKeyword(searchKeyword)).search();
    expect(found.ids).toEqual(['p3', 'p1']);
    expect(found).toMatchObject({ reasons: ['keyword-unavailable'], isAvailable: true });
  });

  it('says that it could not search when both sources are away, or the re-check is', async () => {
    const both = { ...withDense(fail), ...withKeyword(fail) };
    expect(await bench(both).search()).toMatchObject({ passages: [], isAvailable: false });
    expect(await bench({ passageReader: { readCurrent: fail } }).search()).toMatchObject({
      passages: [],
      isAvailable: false,
      reasons: ['document-store-unavailable'],
    });
  });

  it('fills up from below what the authority refuses', async () => {
    const secret = passage('secret', 'The board leaves.', { namespace: 'board' });
    const dense = searchBench([secret, ...passages(2)]);
    dense.dense = ['secret', 'p2'];
    expect((await dense.search({ mode: 'dense', topK: 1 })).ids).toEqual(['p2']);
  });

  it('uses the vector that the caller has', async () => {
    const embed = vi.fn<Embedder['embed']>(fail);
    const run = createSearchPassages(bench(withEmbed(embed)).ports);
    const request = { scope: SCOPE, query: 'x', mode: 'dense', topK: 1 } as const;
    const found = await run({ ...request, queryVector: Float32Array.of(1, 0) }, never);
    expect(found.passages[0]?.passage.passageId).toBe('p3');
    expect(embed).not.toHaveBeenCalled();
  });

  it('asks only the source that the mode names', async () => {
    expect(await bench(withEmbed(fail)).search({ mode: 'keyword' })).toMatchObject({
      ids: ['p1', 'p2', 'p3'],
      reasons: [],
      vectorQueries: 0,
    });
    expect(await bench(withKeyword(fail)).search({ mode: 'dense' })).toMatchObject({
      ids: ['p3', 'p1'],
      reasons: [],
    });
  });

  it('shows the question to a vendor that embeds it without personal data', async () => {
    const embed = vi.fn<Embedder['embed']>(ports.embedder.embed);
    const embedder = { ...ports.embedder, model: 'vendor-embedding', embed };
    await bench({ embedder }).search({ query: 'mail ada@example.com' });
    expect(embed.mock.calls[0]?.[0]).toEqual(['mail <EMAIL>']);
  });

  it('takes no more candidates than it asked for', async () => {
    const made = bench({ ...withKeyword(fail) });
    made.dense = Array.from({ length: 1_000 }, (_one, at) => `stray-${at}`);
    await made.search();
    expect(made.foreign).toEqual([{ tenantId: 'acme', count: 100, reason: 'gone' }]);
  });

  it('ends with the reason of the caller', async () => {
    const controller = new AbortController();
    const running = bench(withKeyword(hang)).search({ signal: controller.signal });
    controller.abort(new Fault('canceled', 'Canceled.'));
    await expect(running).rejects.toMatchObject({ kind: 'canceled' });
  });
});
