import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { histories } from './operations.fixture.ts';
import { playHistory, type Tally } from './play-history.fixture.ts';

/** As if no list knew a word: every neighbor that would be served is left to the judge. What a veto says stands. */
vi.mock(import('@ragfleet/question-meaning'), async (load) => {
  const real = await load();
  const isSame = (...given: Parameters<typeof real.judgeNeighbor>): boolean =>
    real.judgeNeighbor(...given).startsWith('same');
  return {
    ...real,
    judgeNeighbor: (pair) => (isSame(pair) ? 'subject' : real.judgeNeighbor(pair)),
    isOnlyWordedApart: (pair) => isSame({ ...pair, similarity: 1 }),
  };
});

const HISTORIES = 1_000;
/** Less of something, and the histories would not have tried it. */
const AT_LEAST: Readonly<Record<string, number>> = {
  'judged same': 150,
  'semantic revalidated': 200,
  'semantic refused for dates': 100,
  'exact refused for evidence': 100,
};

describe('answers that a judge has let through', () => {
  it('are served to nobody who would not get the same evidence, when it says the same of every pair', async () => {
    const tally: Tally = new Map();
    const seed = Date.now() % 1_000_000_007;
    const judge = async () => ({ verdict: 'same', usage: { inputTokens: 0, outputTokens: 0 } }) as const;
    await fc.assert(
      fc.asyncProperty(histories, (history) => playHistory(history, tally, { judge })),
      { numRuns: HISTORIES, seed },
    );
    process.stdout.write(
      `${HISTORIES} histories, seed ${seed}: ${JSON.stringify([...tally].filter(([what]) => /judged|semantic/.test(what)))}\n`,
    );
    for (const [what, times] of Object.entries(AT_LEAST))
      expect(tally.get(what), what).toBeGreaterThanOrEqual(times);
  }, 600_000);
});
