import { Fault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import type { Embedder } from '../ports/models.ts';
import type { JudgeOutcome } from '../ports/operations.ts';
import type { JudgeQuestions } from '../ports/question-judge.ts';
import { bench, principal } from './answer-question.fixture.ts';
import { ASKED, FORM, judged, type JudgedBench, REWORDED, saying } from './judged-bench.fixture.ts';

describe('a neighbor that words alone keep apart', () => {
  it('answers when a model says that both questions mean the same, and the call is on the bill', async () => {
    const at = judged();
    const first = await at.result(ASKED);
    const outcome = await at.ask({ ...REWORDED, principal: principal({ principalId: 'eve' }) });
    if (outcome.status !== 'succeeded') throw new Error(outcome.status);
    expect(outcome.result).toMatchObject({
      answer: first.answer,
      cache: { status: 'hit', tier: 'semantic' },
    });
    expect(at.pairs).toHaveLength(1);
    expect(at.pairs[0]).toMatchObject({
      kept: 'which leave form is filed for a scorched widget',
      asked: 'which leave form is filed for a singed widget',
      account: { tenantId: 'acme', principalId: 'eve', route: 'cache-judge' },
    });
    expect(at.outcomes).toEqual(['same']);
    expect(outcome.cost).toMatchObject({ inputUsd: 0.00015, route: 'cache-judge' });
    expect(outcome.result.costUsd).toBeGreaterThanOrEqual(0.00015);
    expect(outcome.cost.savedUsd).toBe(first.costUsd);
    expect(at.spans.filter((step) => step === 'generate')).toHaveLength(1);
  });

  it('asks nobody where nobody is configured', async () => {
    const at = judged();
    const off = { ...at.ports.settings, cache: { ...at.ports.settings.cache, judge: null } };
    const quiet = bench([FORM], { ...at.ports, settings: off });
    await quiet.result(ASKED);
    expect((await quiet.result(REWORDED)).cache.status).toBe('miss');
    expect(at.pairs).toEqual([]);
  });

  it('is remembered: whoever asks the same once more asks nobody, colleagues neither', async () => {
    const at = judged();
    await at.result(ASKED);
    await at.result(REWORDED);
    const eve = principal({ principalId: 'eve' });
    expect((await at.result({ ...REWORDED, principal: eve })).cache.tier).toBe('semantic');
    expect(at.pairs).toHaveLength(1);
    const only = { ...REWORDED, cache: { ...REWORDED.cache, mode: 'only' as const } };
    expect((await at.result(only)).cache.tier).toBe('semantic');
  });

  it('is remembered when it was told apart, too', async () => {
    const at = judged({ judge: saying('different') });
    await at.result(ASKED);
    const anew = { ...REWORDED, cache: { ...REWORDED.cache, ttlSeconds: 60 } };
    expect((await at.result(anew)).cache.status).toBe('miss');
    for (const [id, entry] of at.cache.kept) if (entry.question.includes('singed')) at.cache.kept.delete(id);
    expect((await at.result(anew)).cache.status).toBe('miss');
    expect(at.pairs).toHaveLength(1);
    expect(at.decisions.at(-1)).toMatchObject({ outcome: 'refused', reason: 'judged' });
  });

  it.each<[string, JudgeQuestions, JudgeOutcome]>([
    ['is told apart', saying('different'), 'different'],
    ['is not sure', saying('unsure'), 'unsure'],
    ['is away', async () => Promise.reject(new Fault('unavailable', 'away')), 'failed'],
    [
      'has no room in the budget',
      async () => Promise.reject(new Fault('budget-exhausted', 'none')),
      'failed',
    ],
  ])('does not answer when its judge %s', async (_what, judge, outcome) => {
    const at = judged({ judge });
    await at.result(ASKED);
    expect(await at.result(REWORDED)).toMatchObject({
      cache: { status: 'miss' },
      degradation: { reasons: [] },
      warnings: [],
    });
    expect(at.outcomes).toEqual([outcome]);
  });

  it('waits no longer than its deadline, and ends the call', async () => {
    const signals: AbortSignal[] = [];
    const silent: JudgeQuestions = (_pair, signal) => {
      signals.push(signal);
      return new Promise(() => undefined);
    };
    const at = judged({ judge: silent, budgetMs: 1 });
    await at.result(ASKED);
    expect((await at.result(REWORDED)).cache.status).toBe('miss');
    expect(at.outcomes).toEqual(['failed']);
    expect(signals[0]?.aborted).toBe(true);
  });

  it('has nobody asked when too little time is left for an answer', async () => {
    const at = judged({ budgetMs: 600 });
    await at.result(ASKED);
    await at.result({ ...REWORDED, deadlineAtMs: Date.now() + 3_500 });
    expect(at.pairs).toEqual([]);
    await at.result({ ...REWORDED, queryId: 'q_2', deadlineAtMs: Date.now() + 60_000 });
    expect(at.pairs).toEqual([]);
    const patient = judged({ budgetMs: 600 });
    await patient.result(ASKED);
    await patient.result({ ...REWORDED, deadlineAtMs: Date.now() + 60_000 });
    expect(patient.pairs).toHaveLength(1);
  });

  it('ends with its caller, and not as a miss', async () => {
    const caller = new AbortController();
    const left = new Fault('canceled', 'The caller has left.');
    const at = judged({
      judge: () => {
        caller.abort(left);
        return new Promise(() => undefined);
      },
    });
    await at.result(ASKED);
    await expect(at.ask(REWORDED, caller.signal)).rejects.toBe(left);
  });
});

describe('how far away a judge is asked', () => {
  const asked = { ...ASKED, text: 'Which leave form is filed for a speckled widget?' };
  const ask = async (semanticThreshold: number | null, fleets: number): Promise<JudgedBench> => {
    const at = judged();
    const { embedder } = at.ports;
    Object.assign(embedder, { semanticThreshold: fleets });
    await at.result(ASKED);
    await at.result({ ...asked, cache: { ...asked.cache, semanticThreshold } });
    return at;
  };

  it('is a tenth of a cosine below the threshold', async () => {
    // The cosine is 0.825.
    expect((await ask(null, 0.92)).pairs).toHaveLength(1);
    expect((await ask(null, 0.93)).pairs).toHaveLength(0);
  });

  it('is the threshold that the question names, where it names one', async () => {
    expect((await ask(0.83, 0.8)).pairs).toHaveLength(0);
    expect((await ask(0.82, 0.8)).pairs).toHaveLength(1);
  });

  it('lets nobody else answer from there: what no list keeps apart is asked about as well', async () => {
    const at = judged({ judge: saying('different') });
    Object.assign(at.ports.embedder, { semanticThreshold: 0.96 });
    await at.result(ASKED);
    const said = { ...ASKED, text: 'Could you tell me which leave form is filed for a scorched widget?' };
    const far: Embedder['embed'] = async () => ({
      vectors: [Float32Array.of(Math.cos(0.5), Math.sin(0.5))],
      tokens: 0,
    });
    Object.assign(at.ports.embedder, { embed: far });
    expect((await at.result(said)).cache.status).toBe('miss');
    expect(at.pairs).toHaveLength(1);
    expect(at.decisions).toEqual([]);
  });

  it('makes no search for who may call no model', async () => {
    const at = judged();
    await at.result(ASKED);
    at.spans.length = 0;
    await at.ask({ ...REWORDED, cache: { ...REWORDED.cache, mode: 'only' } });
    expect(at.spans).not.toContain('search');
  });
});
