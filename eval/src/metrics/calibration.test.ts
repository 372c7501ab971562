import { describe, expect, it } from 'vitest';
import { calibrationOf } from './calibration.ts';

const answers = (confidence: number, right: number, wrong: number) =>
  Array.from({ length: right + wrong }, (_none, at) => ({ confidence, isRight: at < right }));

describe('calibrationOf', () => {
  it('finds no error where as many are right as was thought', () => {
    const { bins, ece } = calibrationOf([...answers(0.9, 9, 1), ...answers(0.5, 5, 5)]);
    expect(ece).toBeCloseTo(0);
    expect(bins.map(({ n }) => n)).toEqual([10, 10]);
  });

  it('weighs the distance of each bin by its answers', () => {
    const { bins, ece } = calibrationOf([...answers(0.9, 5, 5), ...answers(0.3, 9, 21)]);
    expect(bins).toMatchObject([
      { from: 0.2, to: 0.4, n: 30, accuracy: 0.3 },
      { from: 0.8, to: 1, n: 10, accuracy: 0.5 },
    ]);
    expect(ece).toBeCloseTo(0.1);
  });

  it('counts full confidence into the last bin', () => {
    expect(calibrationOf(answers(1, 1, 0)).bins).toEqual([
      { from: 0.8, to: 1, n: 1, confidence: 1, accuracy: 1 },
    ]);
  });

  it('has nothing to say of nothing', () => {
    expect(calibrationOf([])).toEqual({ bins: [], ece: 0 });
  });
});
