import { Fault, withinBudget } from '@ragfleet/kernel';
import type { Reranker } from '@ragfleet/rag-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBreaker } from './breakers/create-breaker.ts';
import { resilientReranker } from './resilient-reranker.ts';
import { answeredAfter, settled } from './settled.fixture.ts';

const signal = new AbortController().signal;
const rerank = vi.fn<Reranker['rerank']>();
const open = (): Reranker =>
  resilientReranker(
    { name: 'm', maxPassages: 7, rerank },
    { breaker: createBreaker({ name: 'reranker m', consecutiveFailures: 3 }) },
  );

beforeEach(() => {
  vi.useFakeTimers();
  rerank.mockReset();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('resilientReranker', () => {
  it('says what the reranker says, and what it is', async () => {
    const ranking = [{ passageId: 'a', score: 1 }];
    rerank.mockResolvedValue(ranking);
    const guarded = open();
    expect(await guarded.rerank('q', [], signal)).toBe(ranking);
    expect(guarded).toMatchObject({ name: 'm', maxPassages: 7 });
  });

  it('asks once, and nobody after failures in a row', async () => {
    rerank.mockRejectedValue(new Fault('unavailable', 'Away.'));
    const guarded = open();
    for (let call = 0; call < 5; call += 1)
      await expect(guarded.rerank('q', [], signal)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(rerank).toHaveBeenCalledTimes(3);
  });

  it('counts one that hangs, whose searches gave up, by its own two seconds', async () => {
    rerank.mockImplementation(() => new Promise(() => {}));
    const guarded = open();
    for (let call = 0; call < 3; call += 1) {
      const search = new AbortController();
      const running = guarded.rerank('q', [], search.signal);
      search.abort(new Fault('timeout', 'Too slow.'));
      await expect(running).rejects.toMatchObject({ kind: 'timeout' });
    }
    await vi.advanceTimersByTimeAsync(2_000);
    await expect(guarded.rerank('q', [], signal)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(rerank).toHaveBeenCalledTimes(3);
  });

  it('stays open for searches with more patience than those that gave up', async () => {
    const ranking = [{ passageId: 'a', score: 1 }];
    rerank.mockImplementation(async () => {
      await answeredAfter(600);
      return ranking;
    });
    const guarded = open();
    for (let call = 0; call < 5; call += 1) {
      const outcome = settled(withinBudget(500, signal, (within) => guarded.rerank('q', [], within)));
      expect(await outcome).toMatchObject({ status: 'rejected', reason: { kind: 'timeout' } });
    }
    expect(await settled(guarded.rerank('q', [], signal))).toEqual({ status: 'fulfilled', value: ranking });
  });

  it('waits no longer than two seconds for a caller without a limit', async () => {
    rerank.mockImplementation(() => new Promise(() => {}));
    const outcome = Promise.allSettled([open().rerank('q', [], signal)]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await outcome).toMatchObject([{ status: 'rejected', reason: { kind: 'timeout' } }]);
  });
});
