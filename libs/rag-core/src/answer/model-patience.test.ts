import { describe, expect, it } from 'vitest';
import { ASKED, bench, failsAfter, ladder, LEAVE, scriptedModel } from './answer-question.fixture.ts';

const NOW_MS = 1_790_000_000_000;

/** How long each model of a ladder that fails may keep the question waiting. */
async function patienceOf(models: number, deadlineInMs: number | null): Promise<(number | undefined)[]> {
  const [first = scriptedModel('local-0', failsAfter()), ...others] = Array.from(
    { length: models },
    (_, at) => scriptedModel(`local-${at}`, failsAfter()),
  );
  const clock = { nowMs: () => NOW_MS, monotonicMs: () => 0 };
  const at = bench([LEAVE], { models: ladder(first, ...others), clock });
  await at.result(deadlineInMs === null ? ASKED : { ...ASKED, deadlineAtMs: NOW_MS + deadlineInMs });
  return [first, ...others].map(({ requests }) => requests[0]?.patienceMs);
}

describe('patience with a model that refuses', () => {
  it('is short where another model follows, and as long as an answer allows for the last one', async () => {
    expect(await patienceOf(3, 20_000)).toEqual([500, 500, 17_000]);
  });

  it('leaves time for an answer before the deadline', async () => {
    expect(await patienceOf(2, 3_200)).toEqual([200, 200]);
    expect(await patienceOf(1, 2_000)).toEqual([-1_000]);
  });

  it('of the last one has no end where nobody waits', async () => {
    expect(await patienceOf(2, null)).toEqual([500, Number.POSITIVE_INFINITY]);
  });
});
