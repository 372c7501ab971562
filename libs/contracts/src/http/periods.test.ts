import { expect, it } from 'vitest';
import { periodBound } from './periods.ts';

it.each(['2026-03-01', '2026-03-01T09:00:00Z', '2026-03-01T09:00:00+02:00'])('takes %s', (bound) => {
  expect(periodBound.parse(bound)).toBe(bound);
});

it.each(['yesterday', '2026-13-01', '2026-03-01T09:00:00', ''])('says for %j what it takes', (bound) => {
  expect(periodBound.safeParse(bound).error?.issues.map(({ message }) => message)).toEqual([
    'Use a day such as 2026-11-30, or a time with its offset such as 2026-11-30T09:00:00Z.',
  ]);
});
