import { describe, expect, it } from 'vitest';
import { spendShares } from './spend-shares.ts';

const DAY = {
  naiveUsd: 800,
  aloneUsd: { cache: 240, router: 400, prompt: 720 },
  stepsUsd: [
    { part: 'cache', usd: 240 },
    { part: 'router', usd: 120 },
    { part: 'prompt', usd: 112 },
  ],
} as const;

describe('shares of what is saved', () => {
  it('name what each part leaves alone, and what it takes off behind those before it', () => {
    const shares = spendShares(DAY);
    expect(shares.map(({ part, alone }) => [part, alone])).toEqual([
      ['cache', 0.3],
      ['router', 0.5],
      ['prompt', 0.9],
    ]);
    expect(shares.map(({ saved }) => Number(saved.toFixed(4)))).toEqual([0.7, 0.15, 0.01]);
  });

  it('add up to all that is saved', () => {
    const saved = spendShares(DAY).reduce((sum, share) => sum + share.saved, 0);
    expect(saved).toBeCloseTo(1 - 112 / 800, 9);
  });

  it('do not hide a part that makes the day dearer', () => {
    const [, router] = spendShares({
      ...DAY,
      stepsUsd: [
        { part: 'cache', usd: 240 },
        { part: 'router', usd: 260 },
      ],
    });
    expect(router?.saved).toBeCloseTo(-0.025, 9);
  });
});
