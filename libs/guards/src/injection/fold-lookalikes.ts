/** Cyrillic and Greek letters that look like Latin ones, in lower case. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  е: 'e',
  ѕ: 's',
  і: 'i',
  ї: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  с: 'c',
  т: 't',
  у: 'y',
  х: 'x',
  ԁ: 'd',
  ɡ: 'g',
  ո: 'n',
  α: 'a',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
};
const LOOKALIKE = new RegExp(`[${Object.keys(LOOKALIKES).join('')}]`, 'g');
/** A word of two alphabets is nobody's. */
const MIXED_WORD = /[a-z][\u0370-\u058f]|[\u0370-\u058f][a-z]/;

/** Words of two alphabets in Latin letters: what a reader takes them for. Other texts stay as they are. */
export const foldLookalikes = (lower: string): string =>
  MIXED_WORD.test(lower) ? lower.replace(LOOKALIKE, (letter) => LOOKALIKES[letter] ?? letter) : lower;
