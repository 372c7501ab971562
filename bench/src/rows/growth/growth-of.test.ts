import { describe, expect, it } from 'vitest';
import { type CostsAtSize, growthFigure, growthOf, memoryFigure } from './growth-of.ts';

const SIZES = [1_000, 10_000, 100_000];
const costs = (costOf: (size: number, round: number) => number): CostsAtSize[] =>
  SIZES.map((size) => ({ size, cpuUs: [0, 1, 2].map((round) => costOf(size, round)) }));

describe('growth', () => {
  it('is the exponent of a power, whatever a round cost in all', () => {
    const { slope, ratio } = growthOf(costs((size, round) => (1 + round) * size ** 0.5));
    expect(slope).toBeCloseTo(0.5, 6);
    expect(ratio).toBeCloseTo(10, 6);
  });

  it('is zero where nothing grows', () => {
    expect(growthOf(costs(() => 100)).slope).toBeCloseTo(0, 9);
  });

  it('is told by the median round, so that one disturbed round decides nothing', () => {
    const disturbed = costs((size, round) => (round === 1 && size === 100_000 ? 500 : 100));
    expect(growthOf(disturbed).slope).toBeCloseTo(0, 9);
  });

  it('misses its target when what should be constant grows by more than a quarter over a hundred times', () => {
    const grown = (factor: number) =>
      growthFigure(
        costs((size) => 100 * (1 + (factor - 1) * (Math.log10(size) / 2 - 1.5))),
        'constant',
        'jobs',
      );
    expect(grown(1.15).met).toBe(true);
    expect(grown(1.4).met).toBe(false);
  });

  it('allows a logarithm its steps, and no more', () => {
    expect(growthFigure(costs(Math.log), 'logarithm', 'jobs').met).toBe(true);
    expect(growthFigure(costs(Math.log), 'constant', 'jobs').met).toBe(false);
    expect(growthFigure(costs(Math.sqrt), 'logarithm', 'jobs').met).toBe(false);
  });

  it('is not told where the rounds have slopes that differ too much', () => {
    const restless = growthFigure(
      costs((size, round) => 100 * size ** (round / 5)),
      'constant',
      'jobs',
    );
    expect(restless).toMatchObject({ ratio: null, met: false });
  });

  it('is told although one round was slower than another at every size', () => {
    const slower = growthFigure(
      costs((_, round) => 100 * (1 + round)),
      'constant',
      'jobs',
    );
    expect(slower.met).toBe(true);
  });

  it('says what was measured with how much', () => {
    expect(
      growthFigure(
        costs(() => 100),
        'constant',
        'jobs',
      ).note,
    ).toContain('100, 100, 100 us with 1,000, 10,000, 100,000 jobs; 1.00x');
  });
});

describe('memory', () => {
  const held = (bytesOf: (size: number) => number) =>
    memoryFigure(
      SIZES.map((size) => ({ size, bytes: bytesOf(size) })),
      'jobs',
    );

  it('is linear where one of many takes what one of few does', () => {
    const figure = held((size) => size * 800);
    expect(figure).toMatchObject({ ratio: 1, met: true });
    expect(figure.note).toBe('800 B for one more; 800, 800, 800 B each of 1,000, 10,000, 100,000 jobs');
  });

  it('is not where each takes more the more there are', () => {
    expect(held((size) => size * Math.log(size)).met).toBe(false);
  });
});
