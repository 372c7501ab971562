import { isFault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import type { DegradationLevel } from '../ports/answers.ts';
import {
  ASKED,
  type Bench,
  bench,
  ladder,
  LEAVE,
  memoryCache,
  question,
  says,
  scriptedModel,
} from './answer-question.fixture.ts';
import { createAnswerQuestion } from './answer-question.ts';

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

describe('the table of levels', () => {
  it.each(TABLE)('searches at $level: $searches; a miss without it fails', async ({ level, searches }) => {
    const { at } = stageAt(level);
    const outcome = await at.ask(ASKED);
    const isMaintenance =
      outcome.status === 'failed' && isFault(outcome.fault, 'maintenance') && outcome.fault.isRetryable;
    expect({
      embeds: at.spans.includes('embed'),
      searches: at.spans.includes('search'),
      status: outcome.status,
      isMaintenance,
    }).toEqual({
      embeds: searches,
      searches,
      status: searches ? 'succeeded' : 'failed',
      isMaintenance: !searches,
    });
  });

  it.each(TABLE)('asks a model at $level: $generates', async ({ level, generates }) => {
    const { at, calls } = stageAt(level);
    await at.ask(ASKED);
    expect(calls).toHaveLength(generates ? 1 : 0);
  });

  it.each(TABLE)(
    'streams at $level: $streams, what is written as what was kept',
    async ({ level, streams }) => {
      const told = streams ? ['token', 'citation'] : [];
      const written = stageAt(level);
      await written.at.ask(ASKED);
      const kept = await cachedAt(level);
      await kept.at.ask(ASKED);
      const ofMiss = level === 'maintenance' ? [] : told;
      expect([typesOf(written.at), typesOf(kept.at)]).toEqual([ofMiss, told]);
    },
  );

  it.each(TABLE)('serves a kept answer at $level, and names the level', async ({ level }) => {
    const { at, calls } = await cachedAt(level);
    const { cache, degradation } = await at.result(ASKED);
    expect(cache.status).toBe('hit');
    expect(calls).toEqual([]);
    expect(degradation).toEqual({ level, reasons: level === 'full' ? [] : ['set-by-operator'] });
  });

  it.each(TABLE)('keeps what a model has written at $level: $generates', async ({ level, generates }) => {
    const { at } = stageAt(level);
    await at.ask(ASKED);
    expect(at.cache.kept.size).toBe(generates ? 1 : 0);
  });

  it.each(TABLE)('counts questions at $level: $keepsStatistics', async ({ level, keepsStatistics }) => {
    const kept = await cachedAt(level);
    await kept.at.result(ASKED);
    const written = stageAt(level);
    await written.at.ask(ASKED);
    const count = keepsStatistics ? 1 : 0;
    expect([kept.counted.length, written.counted.length]).toEqual([count, count]);
  });

  it.each(TABLE)('audits every question at $level', async ({ level, searches, generates }) => {
    const { at } = stageAt(level);
    await at.ask(ASKED);
    const types = at.audited.map(({ type }) => type);
    expect(types).toContain('query');
    expect([types.includes('error'), types.includes('generation')]).toEqual([!searches, generates]);
  });

  it.each(TABLE)('has hot answers written anew at $level: $generates', async ({ level, generates }) => {
    const { at, refreshed } = await cachedAt(level);
    for (const [name, entry] of at.cache.kept)
      at.cache.kept.set(name, {
        ...entry,
        expiresAtMs: Date.now() + 60_000,
        storedAtMs: Date.now() - 3_000_000,
      });
    await at.result(ASKED);
    expect(refreshed).toHaveLength(generates ? 1 : 0);
  });
});

describe('minimal', () => {
  it('hands out the passages, filtered, as citations', async () => {
    expect(await stageAt('minimal').at.result(ASKED)).toMatchObject({
      model: null,
      answer: 'Here are relevant documents:',
      citations: [{ documentId: 'doc-leave' }],
    });
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

it('tells whoever runs a question that a model is writing, also where nothing of it is shown', async () => {
  const at = bench([LEAVE], { models: ladder(scriptedModel('local-model', says('25 days [1].'))) });
  at.level = 'reduced';
  let said = 0;
  const shown: string[] = [];
  await createAnswerQuestion(at.ports)(ASKED, {
    signal: new AbortController().signal,
    emit: ({ type }) => void shown.push(type),
    onProgress: () => void (said += 1),
  });
  expect(shown).not.toContain('token');
  expect(said).toBeGreaterThan(0);
});
