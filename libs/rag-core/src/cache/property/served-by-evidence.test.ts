import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histories } from './operations.fixture.ts';
import { playHistory, type Tally } from './play-history.fixture.ts';

const HISTORIES = 5_000;
/** Less of something, and the histories would not have tried it. */
const AT_LEAST: Readonly<Record<string, number>> = {
  'exact direct': 1_000,
  'exact revalidated': 1_000,
  'exact refused for evidence': 1_000,
  'semantic revalidated': 1_000,
  'semantic refused for evidence': 500,
  'semantic refused for dates': 300,
  'retrieval direct': 300,
  'flight direct': 10,
  'flight revalidated': 10,
  'flight refused for evidence': 5,
  written: 5_000,
  'held against one moment': 10_000,
  'held against several moments': 500,
};

/** One line: every kind of decision with its share of all of its tier. */
function sharesOf(tally: Tally): string {
  const tiers = Map.groupBy(
    [...tally]
      .filter(([what]) => / (?:direct|revalidated|refused)/.test(what))
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
    ([what]) => what.split(' ')[0],
  );
  return [...tiers]
    .map(([tier, kinds]) => {
      const all = kinds.reduce((sum, [, times]) => sum + times, 0);
      const share = (times: number): string => `${((100 * times) / all).toFixed(1)} %`;
      const shares = kinds.map(
        ([what, times]) => `${what.slice(`${tier} `.length)} ${times} (${share(times)})`,
      );
      return `${tier}: ${shares.join(', ')}`;
    })
    .join('; ');
}

describe('answers that are kept', () => {
  it('are served to nobody who would not get the same evidence without a cache', async () => {
    const tally: Tally = new Map();
    const seed = Date.now() % 1_000_000_007;
    const startedMs = performance.now();
    // A failure prints its seed, its path and the shortest history that shows it.
    await fc.assert(
      fc.asyncProperty(histories, (history) => playHistory(history, tally)),
      { numRuns: HISTORIES, seed },
    );
    const seconds = Math.round((performance.now() - startedMs) / 1_000);
    process.stdout.write(`${HISTORIES} histories, seed ${seed}, ${seconds} s: ${sharesOf(tally)}\n`);
    for (const [what, times] of Object.entries(AT_LEAST))
      expect(tally.get(what), what).toBeGreaterThanOrEqual(times);
  }, 600_000);
});
