import { describe, expect, it } from 'vitest';
import { isOneSlip, isUncommon } from './spelling.ts';

describe('isOneSlip', () => {
  it.each([
    ['saftey', 'safety'],
    ['frist', 'first'],
    ['temprature', 'temperature'],
    ['calender', 'calendar'],
    ['passwordd', 'password'],
  ])('takes "%s" for "%s", and the other way round', (written, meant) => {
    expect(isOneSlip(written, meant)).toBe(true);
    expect(isOneSlip(meant, written)).toBe(true);
  });

  it.each([
    ['night', 'light'],
    ['lease', 'leave'],
    ['paint', 'point'],
    ['charge', 'change'],
    ['safety', 'safety'],
  ])('does not take "%s" for "%s"', (one, other) => {
    expect(isOneSlip(one, other)).toBe(false);
  });
});

describe('isUncommon', () => {
  it('tells a word that is written wrongly from one that everybody knows', () => {
    expect(['saftey', 'frist', 'temprature'].every(isUncommon)).toBe(true);
    expect(['safety', 'first', 'temperature', '4711'].some(isUncommon)).toBe(false);
  });
});
