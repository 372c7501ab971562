import { describe, expect, it } from 'vitest';
import { createJudgeDouble, type JudgeError } from './judge-double.ts';

const PAIRS = 4_000;
const never = new AbortController().signal;
const account = { tenantId: 'acme', principalId: 'ada', queryId: 'q_1', route: 'cache-judge' };

/** The meaning of a question is its part before the colon, and each tenant has its own. */
const labelOf = (tenantId: string, question: string): string => `${tenantId} ${question.split(':')[0] ?? ''}`;

async function verdicts(error: JudgeError, other: string, seed = 7): Promise<readonly string[]> {
  const judge = createJudgeDouble({ error, seed, labelOf });
  return Promise.all(
    Array.from({ length: PAIRS }, async (_pair, at) => {
      const pair = { kept: `leave: ${at}`, asked: `${other}: ${at}`, account };
      return (await judge.judgeQuestions?.(pair, never))?.verdict ?? 'nothing';
    }),
  );
}
const shareOf = (verdict: string, all: readonly string[]): number =>
  all.filter((one) => one === verdict).length / all.length;

describe('a judge that knows the labels', () => {
  it('errs as often as it is told to, by the kind of pair', async () => {
    const error = { wrongSame: 0.04, wrongDifferent: 0.08 };
    expect(shareOf('same', await verdicts(error, 'travel'))).toBeCloseTo(0.04, 1.7);
    expect(shareOf('different', await verdicts(error, 'leave'))).toBeCloseTo(0.08, 1.7);
    expect(shareOf('same', await verdicts({ wrongSame: 0, wrongDifferent: 0 }, 'leave'))).toBe(1);
    expect(shareOf('same', await verdicts({ wrongSame: 0, wrongDifferent: 0 }, 'travel'))).toBe(0);
  });

  it('errs about the same pairs each time, and about others by another seed', async () => {
    const error = { wrongSame: 0.5, wrongDifferent: 0.5 };
    const once = await verdicts(error, 'travel');
    expect(await verdicts(error, 'travel')).toEqual(once);
    expect(await verdicts(error, 'travel', 8)).not.toEqual(once);
  });
});
