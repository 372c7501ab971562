import { expect, it } from 'vitest';
import { calibrateThreshold, type LabelledPair } from './calibrate-threshold.ts';

const PARAPHRASE = { a: 'How do I reset my password?', b: 'how can I reset my password', same: true };
const OTHER_NUMBER = { a: 'What does clause 4 say?', b: 'What does clause 5 say?', same: false };
/** No veto sees it: the label says that these two are different for this company. */
const UNSEEN = { a: 'What is the leave policy?', b: 'what is our leave policy', same: false };

const near = (pair: Omit<LabelledPair, 'similarity'>, similarity: number): LabelledPair => ({
  ...pair,
  similarity,
});

it('counts hits among the same, false hits among the different, and vetoes above the threshold', () => {
  const { pairs, thresholds } = calibrateThreshold([
    near(PARAPHRASE, 0.97),
    near(PARAPHRASE, 0.9),
    near(OTHER_NUMBER, 0.99),
    near(UNSEEN, 0.92),
  ]);
  expect(pairs).toBe(4);
  expect(thresholds).toHaveLength(31);
  expect(thresholds[0]).toEqual({ threshold: 0.85, hitRate: 1, falseHitRate: 0.5, vetoed: 1 });
  expect(thresholds.find(({ threshold }) => threshold === 0.93)).toEqual({
    threshold: 0.93,
    hitRate: 0.5,
    falseHitRate: 0,
    vetoed: 1,
  });
  expect(thresholds.at(-1)).toEqual({ threshold: 1, hitRate: 0, falseHitRate: 0, vetoed: 0 });
});

it('recommends the lowest threshold that keeps within the wanted rate', () => {
  const pairs = [near(PARAPHRASE, 0.97), near(UNSEEN, 0.92), near(UNSEEN, 0.5)];
  expect(calibrateThreshold(pairs).recommended).toBe(0.925);
  expect(calibrateThreshold(pairs, 0.5).recommended).toBe(0.85);
});

it('recommends 1 when no threshold keeps within it, and takes equal vectors for equal', () => {
  const calibration = calibrateThreshold([near(UNSEEN, 0.999_999_9)]);
  expect(calibration.recommended).toBe(1);
  expect(calibration.thresholds.at(-1)?.falseHitRate).toBe(1);
});

it('says nothing of no pairs', () => {
  expect(calibrateThreshold([])).toMatchObject({ pairs: 0, recommended: 0.85 });
});
