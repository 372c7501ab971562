import type { Figure } from '../contract.ts';

/** Whether all of a row's figures have met their targets. */
export const areMet = (figures: Readonly<Record<string, Figure>>): boolean =>
  Object.values(figures).every(({ met }) => met);

/** A number without a target. */
export const stated = (ratio: number | null, note?: string): Figure => ({
  ratio,
  target: 'stated',
  met: true,
  ...(note !== undefined && { note }),
});

/** A number that must not be above its limit; one that could not be told has missed it. */
export const atMost = (ratio: number | null, limit: number, { unit = '', note = '' } = {}): Figure => ({
  ratio,
  target: `<= ${limit}${unit === '' ? '' : ` ${unit}`}`,
  met: ratio !== null && ratio <= limit,
  ...(note !== '' && { note }),
});

/** A number that must not be below its limit. */
export const atLeast = (ratio: number | null, limit: number, note?: string): Figure => ({
  ratio,
  target: `>= ${limit}`,
  met: ratio !== null && ratio >= limit,
  ...(note !== undefined && { note }),
});
