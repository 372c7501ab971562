import { describe, expect, it } from 'vitest';
import { agreementOf } from './agreement.ts';
import { readPassage } from './read-text.ts';
import { rarityAmong } from './term-weights.ts';

/** What each text agrees with the best, given the scores that they had. */
function agreement(...scored: readonly (readonly [text: string, score: number])[]): number[] {
  const read = scored.map(([text]) =>
    readPassage({ passageId: '', title: '', headings: [], text, score: 0 }),
  );
  return agreementOf(
    read,
    rarityAmong(read),
    scored.map(([, score]) => score),
  );
}

const FILLER = [
  'Kitchen recipes for soup.',
  'Gardens in spring.',
  'Trains to Vienna.',
  'Paint for walls.',
].map((text) => [text, 0.1] as const);

describe('agreementOf', () => {
  it('is higher for what shares the subject of the best than for a stranger', () => {
    const [, alike, stranger] = agreement(
      ['Panel stiffness and damping govern wing flutter.', 0.9],
      ['Stiffness and damping of a panel.', 0.3],
      ['Butterflies flutter.', 0.3],
      ...FILLER,
    );
    expect(alike).toBeGreaterThan((stranger ?? 0) + 0.2);
  });

  it('is 0 to 1, also for texts without a word', () => {
    expect(agreement(['', 0.5], ['…', 0.5])).toEqual([0, 0]);
    const values = agreement(['Leave days.', 0.9], ['', 0.2], ...FILLER);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBe(1);
  });

  it('hears the best more than those far below it', () => {
    const [, likeTheBest, likeTheOther] = agreement(
      ['Leave days carried over.', 0.9],
      ['Leave days carried over until March each year.', 0.2],
      ['Canteen menu on Fridays with fish and chips.', 0.2],
      ['Canteen menu on Fridays.', 0.7],
      ...FILLER,
    );
    expect(likeTheBest).toBeGreaterThan((likeTheOther ?? 0) + 0.2);
  });

  it('hears copies of one text once', () => {
    const notice =
      'Notice to staff: canteen prices, opening hours, menus, payment cards and guest passes are under review this autumn';
    const copies = Array.from({ length: 8 }, (_one, at) => [`${notice}, draft ${at}.`, 0.88] as const);
    const [likeCopies, likeBest] = agreement(
      ['Canteen prices and opening hours, and other passes.', 0.2],
      ['Twenty-seven vacation days, and other rules.', 0.2],
      ['Twenty-seven vacation days in each calendar year.', 0.9],
      ...copies,
      ...Array.from({ length: 30 }, (_one, at) => [`Filler of subject ${at} alone.`, 0.1] as const),
    );
    expect(likeBest).toBeGreaterThan(likeCopies ?? 1);
  });

  it('counts half what a voter says for itself, so that one like it comes near', () => {
    const [best, alike] = agreement(
      ['Panel stiffness and damping govern wing flutter.', 0.9],
      ['Panel stiffness and damping govern the cabin noise.', 0.2],
      ...FILLER,
    );
    expect(alike).toBeGreaterThan((best ?? 1) * 0.8);
  });

  it('lets no copy of the best overtake it', () => {
    const text = 'Panel stiffness and damping govern wing flutter at supersonic speed in thin air';
    const [best, copy] = agreement([`${text}.`, 0.9], [`${text} today.`, 0.8], ...FILLER);
    expect(copy).toBeLessThanOrEqual(best ?? 0);
  });
});
