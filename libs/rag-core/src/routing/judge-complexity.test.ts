import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Complexity } from './complexity.ts';
import { GOLDEN_HELD_OUT } from './golden-held-out.fixture.ts';
import { GOLDEN_TUNING } from './golden-tuning.fixture.ts';
import { judgeComplexity } from './judge-complexity.ts';
import type { GoldenQuestion } from './read-golden.fixture.ts';

const wrongOf = (golden: readonly GoldenQuestion[]): readonly GoldenQuestion[] =>
  golden.filter(({ question, complexity }) => judgeComplexity(question) !== complexity);

describe('golden', () => {
  it('is right on what its tables were written against', () => {
    const wrong = wrongOf(GOLDEN_TUNING);
    console.info(wrong.map((w) => `${w.complexity} -> ${judgeComplexity(w.question)}: ${w.question}`).join('\n'), 1 - wrong.length / GOLDEN_TUNING.length);
  });
});
