import type { Quality } from '../ports/answers.ts';
import type { Complexity } from './complexity.ts';

export type ModelTier = 'standard' | 'premium';

/** The model that a question asks for, by its complexity and the quality that is wanted. */
export const MODEL_MATRIX: Readonly<Record<Complexity, Readonly<Record<Quality, ModelTier>>>> = {
  simple: { basic: 'standard', standard: 'standard', high: 'premium' },
  medium: { basic: 'standard', standard: 'premium', high: 'premium' },
  complex: { basic: 'standard', standard: 'premium', high: 'premium' },
};

/** One step down, for a budget that drains. */
export const LOWER_QUALITY: Readonly<Record<Quality, Quality>> = {
  high: 'standard',
  standard: 'basic',
  basic: 'basic',
};
