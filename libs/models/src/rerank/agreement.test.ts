import { describe, expect, it } from 'vitest';
import { agreementOf } from './agreement.ts';
import { createVocabulary, readPassage } from './read-text.ts';
import { rarityAmong } from './term-weights.ts';
import { createSlicedWork } from './sliced-work.ts';

/** What each text agrees with the best, given the scores that they had. */
function agreement(...scored: readonly (readonly [text: string, score: number])[]): Promise<number[]> {
  const vocabulary = createVocabulary();
  const passages = scored.map(([text]) => readPassage({ title: '', headings: [], text }, vocabulary));
  const stems = vocabulary.size;
  const scores = scored.map(([, score]) => score);
  const work = createSlicedWork(new AbortController().signal);
  return agreementOf({ passages, stems, rarity: rarityAmong(passages, stems), scores }, work);
}

const FILLER = [
  'Kitchen recipes for soup.',
  'Gardens in spring.',
  'Trains to Vienna.',
  'Paint for walls.',
].map((text) => [text, 0.1] as const);

describe('agreementOf', () => {
  it('is higher for what shares the subject of the best than for a stranger', async () => {
    const [, alike, stranger] = await agreement(
      ['Panel stiffness and damping govern wing flutter.', 0.9],
      ['Stiffness and damping of a panel.', 0.3],
      ['Butterflies flutter.', 0.3],
      ...FILLER,
    );
    expect(alike).toBeGreaterThan((stranger ?? 0) + 0.2);
  });

  it('is 0 to 1, also for texts without a word', async () => {
    expect(await agreement(['', 0.5], ['…', 0.5])).toEqual([0, 0]);
    const values = await agreement(['Leave days.', 0.9], ['', 0.2], ...FILLER);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBe(1);
  });

  it('hears the best more than those far below it', async () => {
    const [, likeTheBest, likeTheOther] = await agreement(
      ['Leave days carried over.', 0.9],
      ['Leave days carried over until March each year.', 0.2],
      ['Canteen menu on Fridays with fish and chips.', 0.2],
      ['Canteen menu on Fridays.', 0.7],
      ...FILLER,
    );
    expect(likeTheBest).toBeGreaterThan((likeTheOther ?? 0) + 0.2);
  });

  it('hears copies of one text once', async () => {
    const notice =
      'Notice to staff: canteen prices, opening hours, menus, payment cards and guest passes are under review this autumn';
    const copies = Array.from({ length: 8 }, (_one, at) => [`${notice}, draft ${at}.`, 0.88] as const);
    const [likeCopies, likeBest] = await agreement(
      ['Canteen prices and opening hours, and other passes.', 0.2],
      ['Twenty-seven vacation days, and other rules.', 0.2],
      ['Twenty-seven vacation days in each calendar year.', 0.9],
      ...copies,
      ...Array.from({ length: 30 }, (_one, at) => [`Filler of subject ${at} alone.`, 0.1] as const),
    );
    expect(likeBest).toBeGreaterThan(likeCopies ?? 1);
  });

  it('counts half what a voter says for itself, so that one like it comes near', async () => {
    const [best, alike] = await agreement(
      ['Panel stiffness and damping govern wing flutter.', 0.9],
      ['Panel stiffness and damping govern the cabin noise.', 0.2],
      ...FILLER,
    );
    expect(alike).toBeGreaterThan((best ?? 1) * 0.8);
  });

  it('lets no copy of the best overtake it', async () => {
    const text = 'Panel stiffness and damping govern wing flutter at supersonic speed in thin air';
    const [best, copy] = await agreement([`${text}.`, 0.9], [`${text} today.`, 0.8], ...FILLER);
    expect(copy).toBeLessThanOrEqual(best ?? 0);
  });
});
