import { isFault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import type { DegradationLevel } from '../ports/answers.ts';
import type { ModelHealthCounts } from '../ports/degradation.ts';
import {
  ASKED,
  type Bench,
  bench,
  failsAfter,
  ladder,
  LEAVE,
  memoryCache,
  question,
  says,
  scriptedModel,
} from './answer-question.fixture.ts';

/** What each level still does, as the contract's table has it. */
const TABLE = [
  { level: 'full', searches: true, generates: true, streams: true, keepsStatistics: true },
  { level: 'reduced', searches: true, generates: true, streams: false, keepsStatistics: false },
  { level: 'minimal', searches: true, generates: false, streams: false, keepsStatistics: false },
  { level: 'maintenance', searches: false, generates: false, streams: false, keepsStatistics: false },
] as const;
const COLUMNS: readonly { readonly level: DegradationLevel }[] = TABLE;

interface Stage {
  readonly at: Bench;
  readonly calls: unknown[];
  readonly counted: string[];
  readonly refreshed: string[];
}

function stageAt(level: DegradationLevel): Stage {
  const [counted, refreshed]: [string[], string[]] = [[], []];
  const model = scriptedModel('local-model', says('You have 25 days of leave [1].'));
  const at = bench([LEAVE], { models: ladder(model) });
  const cache = {
    ...at.cache,
    popularity: { record: async () => void counted.push('asked') },
    refreshes: { request: async () => void refreshed.push('refresh') },
  };
  const staged = bench([LEAVE], { models: ladder(model), cache });
  staged.level = level;
  return { at: Object.assign(staged, { cache: at.cache }), calls: model.requests, counted, refreshed };
}

/** The question answered at full service, so that its answer is kept, and asked again at the level. */
async function cachedAt(level: DegradationLevel): Promise<Stage> {
  const stage = stageAt('full');
  await stage.at.result(ASKED);
  stage.at.events.length = 0;
  stage.calls.length = 0;
  stage.counted.length = 0;
  stage.at.level = level;
  return stage;
}

const typesOf = ({ events }: Bench): string[] => [...new Set(events.map(({ type }) => type))];

describe.each(TABLE)('at level $level', ({ level, searches, generates, streams, keepsStatistics }) => {
  it(
    searches ? 'passages are searched for' : 'nothing is searched for, and a miss fails as maintenance',
    async () => {
      const { at } = stageAt(level);
      const outcome = await at.ask(ASKED);
      expect(at.spans.includes('search')).toBe(searches);
      expect(at.spans.includes('embed')).toBe(searches);
      if (searches) return expect(outcome.status).toBe('succeeded');
      const isMaintenance =
        outcome.status === 'failed' && isFault(outcome.fault, 'maintenance') && outcome.fault.isRetryable;
      expect(isMaintenance).toBe(true);
    },
  );

  it(generates ? 'a model writes' : 'no model is asked', async () => {
    const { at, calls } = stageAt(level);
    const outcome = await at.ask(ASKED);
    expect(calls).toHaveLength(generates ? 1 : 0);
    if (!searches) return;
    expect(outcome).toMatchObject({
      result: generates
        ? { model: 'local-model', answer: 'You have 25 days of leave [1].' }
        : { model: null, answer: 'Here are relevant documents:', citations: [{ documentId: 'doc-leave' }] },
    });
  });

  it(
    streams ? 'text and citations are streamed' : 'nothing but the outcome is told to listeners',
    async () => {
      const written = stageAt(level);
      await written.at.ask(ASKED);
      expect(typesOf(written.at)).toEqual(streams ? ['token', 'citation'] : []);
      const kept = await cachedAt(level);
      await kept.at.ask(ASKED);
      expect(typesOf(kept.at)).toEqual(streams ? ['token', 'citation'] : []);
    },
  );

  it('a kept answer is served, and named with its level', async () => {
    const { at, calls } = await cachedAt(level);
    const { cache, degradation } = await at.result(ASKED);
    expect(cache.status).toBe('hit');
    expect(calls).toEqual([]);
    const reasons = level === 'full' ? [] : ['set-by-operator'];
    expect(degradation).toEqual({ level, reasons });
  });

  it(generates ? 'a written answer is kept' : 'nothing is kept that no model wrote', async () => {
    const { at } = stageAt(level);
    await at.ask(ASKED);
    expect(at.cache.kept.size).toBe(generates ? 1 : 0);
  });

  it(keepsStatistics ? 'questions are counted' : 'no question is counted', async () => {
    const { at, counted } = await cachedAt(level);
    await at.result(ASKED);
    expect(counted).toHaveLength(keepsStatistics ? 1 : 0);
  });

  it('every question is audited', async () => {
    const { at } = stageAt(level);
    await at.ask(ASKED);
    const types = at.audited.map(({ type }) => type);
    expect(types).toContain('query');
    expect(types.includes('error')).toBe(!searches);
    expect(types.includes('generation')).toBe(generates);
  });

  it(generates ? 'a hot answer is asked for anew' : 'no answer is asked for anew', async () => {
    const { at, refreshed } = await cachedAt(level);
    for (const [name, entry] of at.cache.kept)
      at.cache.kept.set(name, { ...entry, expiresAtMs: Date.now() + 500, storedAtMs: Date.now() - 59_000 });
    await at.result(ASKED);
    expect(refreshed).toHaveLength(generates ? 1 : 0);
  });
});

describe('the level of an answer', () => {
  it('stands before what went wrong on the way', async () => {
    const { at } = stageAt('minimal');
    expect((await at.result(ASKED)).degradation).toEqual({
      level: 'minimal',
      reasons: ['set-by-operator', 'model-unavailable'],
    });
  });

  it('does not keep a sound answer from being shared at full service again', async () => {
    const { at, calls } = stageAt('reduced');
    await at.result(ASKED);
    at.level = 'full';
    expect(await at.result(ASKED)).toMatchObject({
      cache: { status: 'hit' },
      degradation: { level: 'full', reasons: [] },
    });
    expect(calls).toHaveLength(1);
  });

  it.each(COLUMNS.filter(({ level }) => level !== 'maintenance'))(
    'is told with a failed look into the cache at level $level',
    async ({ level }) => {
      const { at } = stageAt(level);
      const onlyCached = { ...ASKED, cache: { ...ASKED.cache, mode: 'only' as const } };
      const outcome = await at.ask(onlyCached);
      expect(outcome).toMatchObject({ status: 'failed', level });
    },
  );

  it('leaves a follow-up as it is where no model may be asked', async () => {
    const rewritten: string[] = [];
    const model = {
      ...scriptedModel('local-model', says('x')),
      rewriteFollowUp: async () => {
        rewritten.push('asked');
        return { question: 'How many days of leave?', usage: { inputTokens: 1, outputTokens: 1 } };
      },
    };
    const at = bench([LEAVE], { models: ladder(model), cache: memoryCache() });
    at.level = 'minimal';
    const history = [{ role: 'user', content: 'How many days of leave?' }] as const;
    await at.result(question('And next year?', { history }));
    expect(rewritten).toEqual([]);
  });
});

describe('how the models do', () => {
  const first = scriptedModel('local-a', failsAfter('x'));
  const answers = scriptedModel('local-b', says('25 days of leave [1].'));
  it.each<[string, ReturnType<typeof ladder>, ModelHealthCounts]>([
    [
      'a first model that answers',
      ladder(answers),
      { calls: 1, failedCalls: 0, questions: 1, unansweredQuestions: 0 },
    ],
    [
      'a fallback that answers',
      ladder(first, answers),
      { calls: 2, failedCalls: 1, questions: 1, unansweredQuestions: 0 },
    ],
    ['none that answers', ladder(first), { calls: 1, failedCalls: 1, questions: 1, unansweredQuestions: 1 }],
  ])('is recorded once for each question: %s', async (_name, models, expected) => {
    const recorded: ModelHealthCounts[] = [];
    const modelHealth = { record: (counts: ModelHealthCounts) => void recorded.push(counts) };
    await bench([LEAVE], { models, modelHealth }).result(ASKED);
    expect(recorded).toEqual([expected]);
  });

  it('hears nothing of a call that the budget did not hold', async () => {
    const recorded: ModelHealthCounts[] = [];
    const modelHealth = { record: (counts: ModelHealthCounts) => void recorded.push(counts) };
    const { budgetExhausted } = await import('./budget-pressure.ts');
    const spent = scriptedModel('local-a', function* refuse() {
      yield* [];
      throw budgetExhausted();
    });
    await bench([LEAVE], { models: ladder(spent), modelHealth }).result(ASKED);
    expect(recorded).toEqual([]);
  });
});
