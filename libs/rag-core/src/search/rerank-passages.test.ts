import { Fault } from '@ragfleet/kernel';
import { describe, expect, it, vi } from 'vitest';
import { passage } from '../answer/answer-question.fixture.ts';
import type { Reranker } from '../ports/models.ts';
import { passages, reversing, searchBench } from './search.fixture.ts';

type Ranking = Awaited<ReturnType<Reranker['rerank']>>;
const answering = (ranking: Ranking): Reranker => reversing({ rerank: async () => ranking });

describe('a search with a reranker', () => {
  it('takes its order and says whose it is', async () => {
    const found = await searchBench(passages(4), { reranker: reversing() }).search({ topK: 2 });
    expect(found.ids).toEqual(['p4', 'p3']);
    expect(found).toMatchObject({ rerankedBy: 'local-reversing', reasons: [], isAvailable: true });
  });

  it('shows it no more than it takes, and leaves the others behind in their order', async () => {
    const reranker = reversing({ maxPassages: 2 });
    const found = await searchBench(passages(5), { reranker }).search();
    expect(reranker.shown).toEqual([['p1', 'p2']]);
    expect(found.ids).toEqual(['p2', 'p1', 'p3', 'p4', 'p5']);
    const scores = found.passages.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((one, other) => other - one));
  });

  it('never shows it what the caller may not read', async () => {
    const reranker = reversing();
    const secret = passage('secret', 'The board leaves.', { namespace: 'board' });
    const found = await searchBench([secret, ...passages(2)], { reranker }).search();
    expect(reranker.shown).toEqual([['p1', 'p2']]);
    expect(found.ids).toEqual(['p2', 'p1']);
  });

  const some = (...scored: [string, number][]): Ranking =>
    scored.map(([passageId, score]) => ({ passageId, score }));
  it.each([
    ['fails', reversing({ rerank: () => Promise.reject(new Fault('unavailable', 'Away.')) })],
    ['throws at once', reversing({ rerank: () => expect.unreachable() })],
    ['hangs', reversing({ rerank: () => new Promise(() => {}) })],
    ['names a passage twice', answering(some(['p3', 0.9], ['p3', 0.8], ['p1', 0.1]))],
    ['leaves one out', answering(some(['p3', 0.9], ['p1', 0.1]))],
    ['names one that it was not shown', answering(some(['p3', 0.9], ['p2', 0.5], ['other', 0.1]))],
    ['scores with NaN', answering(some(['p3', Number.NaN], ['p2', 0.5], ['p1', 0.1]))],
    ['scores beyond 1', answering(some(['p3', 7], ['p2', 0.5], ['p1', 0.1]))],
  ])('keeps the fused order when it %s', async (_what, reranker) => {
    const found = await searchBench(passages(3), { reranker }).search();
    expect(found.ids).toEqual(['p1', 'p2', 'p3']);
    expect(found).toMatchObject({ rerankedBy: null, reasons: ['rerank-unavailable'], isAvailable: true });
  });

  it('is not asked about a single passage', async () => {
    const reranker = reversing();
    expect(await searchBench(passages(1), { reranker }).search()).toMatchObject({ rerankedBy: null });
    expect(reranker.shown).toEqual([]);
  });

  it('ends with the reason of the caller', async () => {
    const controller = new AbortController();
    const stopped = new Fault('canceled', 'Canceled.');
    const rerank = (): Promise<never> => {
      controller.abort(stopped);
      return new Promise(() => {});
    };
    const { search } = searchBench(passages(2), { reranker: reversing({ rerank }) });
    await expect(search({ signal: controller.signal })).rejects.toBe(stopped);
  });

  it.each([
    ['a model in the process, as it was asked', 'local-reversing', 'mail ada@example.com'],
    ['a vendor, without personal data', 'vendor-rerank', 'mail <EMAIL>'],
  ])('shows the question to %s', async (_whom, name, expected) => {
    const rerank = vi.fn<Reranker['rerank']>(reversing().rerank);
    await searchBench(passages(2), { reranker: reversing({ name, rerank }) }).search({
      query: 'mail ada@example.com',
    });
    expect(rerank.mock.calls[0]?.[0]).toBe(expected);
  });

  it.each([
    ['a model in the process, as they are', 'local-reversing', 'Mail ada@example.com.'],
    ['a vendor, without personal data', 'vendor-rerank', 'Mail <EMAIL>.'],
  ])('shows the passages to %s', async (_whom, name, expected) => {
    const rerank = vi.fn<Reranker['rerank']>(reversing().rerank);
    const stored = [...passages(1), passage('desk', 'Mail ada@example.com.')];
    await searchBench(stored, { reranker: reversing({ name, rerank }) }).search();
    expect(rerank.mock.calls[0]?.[1].map(({ text }) => text)).toContain(expected);
  });
});
