import { Fault } from '@ragfleet/kernel';
import { describe, expect, it, vi } from 'vitest';
import type { Reranker } from '../ports/models.ts';
import { bench, LEAVE, passage, PATIENT_SETTINGS, question } from './answer-question.fixture.ts';

const OTHER = passage('other', 'Leave of absence is another matter.');
const ASKED = question('Does ada@example.com have leave?');
const CANONICAL = 'does ada@example.com have leave';

/** Puts the last passage first. */
const reranker = (name: string, rerank: Reranker['rerank'] = reversed): Reranker => ({
  name,
  maxPassages: 10,
  rerank,
});
const reversed: Reranker['rerank'] = async (_query, list) =>
  list.map(({ passageId }, at) => ({ passageId, score: (at + 1) / list.length }));

describe('retrieving with a reranker', () => {
  it('puts passages into the prompt in its order', async () => {
    const { ports, result } = bench([LEAVE, OTHER], { reranker: reranker('local-reversing') });
    const [first] = (await result(question('leave'))).citations;
    expect(first?.documentId).toBe('doc-other');
    expect(ports.reranker?.name).toBe('local-reversing');
  });

  it.each([
    ['masked to a vendor', 'vendor-rerank', true, 'does <EMAIL_ADDRESS_1> have leave'],
    ['as it is to a local one', 'local-rerank', true, CANONICAL],
    ['as it is to a vendor where detection is off', 'vendor-rerank', false, CANONICAL],
  ])('shows the question %s', async (_how, name, isPiiDetectionOn, expected) => {
    const rerank = vi.fn<Reranker['rerank']>(reversed);
    const settings = { ...PATIENT_SETTINGS, isPiiDetectionOn };
    await bench([LEAVE, OTHER], { reranker: reranker(name, rerank), settings }).result(ASKED);
    expect(rerank.mock.calls.map(([query]) => query)).toEqual([expected]);
  });

  it('answers without it when it fails, says so, and keeps the answer out of the cache', async () => {
    const failing = reranker('local-away', () => Promise.reject(new Fault('unavailable', 'Away.')));
    const { cache, result } = bench([LEAVE, OTHER], { reranker: failing });
    expect(await result(question('leave'))).toMatchObject({
      citations: [{ documentId: 'doc-leave' }],
      degradation: { reasons: ['rerank-unavailable'] },
    });
    expect(cache.kept.size).toBe(0);
  });
});
