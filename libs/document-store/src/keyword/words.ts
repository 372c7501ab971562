import { figuresApart } from '@ragfleet/guards';

/** A word of a text, before any language's stop words and stems. */
export interface Word {
  /** Lower case, NFKC, at most 64 characters. */
  readonly text: string;
  /** Written in capitals among other words: "IT" and "US" are names there, not the little words. */
  readonly isAcronym: boolean;
}

/** Longer runs of letters are not words: encoded data, say. */
const MAX_WORD_CHARACTERS = 64;
// Words, and what is written together: boundary-layer, SKU-123, U.S.A, O'Neill, 1,000, v2.1, max_tokens, m^2, C++.
const RUN =
  /[\p{L}\p{N}\p{M}]+(?:(?:[-'’ʼ._/]|(?<=\p{N}),(?=\p{N})|(?<=\p{L})\^(?=\p{N}))[\p{L}\p{N}\p{M}]+)*(?:(?<=(?<![\p{L}\p{N}])\p{L})[+#]{1,2}(?![\p{L}\p{N}]))?/gu;
const INVISIBLE = /[\u00AD\u200B\u2060\uFEFF]/g;
const CONNECTOR = /[-._/,^]/;
const APOSTROPHE = /['’ʼ]/;
// What English hangs on a word, and what French and Italian put before one.
const SUFFIX = /^(?:s|t|d|m|ll|re|ve)$/;
const ELISION = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|un|(?:a|co|da|de|ne|su)ll|quest|quell)$/;
const HUMP = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;
const QUANTITY = /^(\p{N}+)(\p{L}{1,3})$/u;
const THOUSANDS = /^\p{N}{1,3}(?:[.,]\p{N}{3})+$/u;
const DECIMAL = /^\p{N}+[.,]\p{N}+$/u;
const SINGLE_LETTER = /^\p{L}$/u;
const ONLY_DIGITS = /^\p{N}+$/u;
const HAS_UNSPACED_SCRIPT =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]/u;
const IS_HANGUL = /^\p{Script=Hangul}{3,}$/u;

const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/**
 * The words that people search for, in order. What is written together is found by its parts and as a whole where the
 * whole is a name of its own: SKU-123 is sku, 123 and sku123; e-mail is e, mail and email; getUserName is get, user,
 * name and getusername; 3.5 is one number. "10²" and "2½" are what a sanitized question makes of them. Linear in the text.
 */
export function wordsOf(text: string): Word[] {
  const plain = figuresApart(text).normalize('NFKC').replace(INVISIBLE, '');
  const hasLowerCase = /\p{Ll}/u.test(plain);
  return (plain.match(RUN) ?? []).flatMap(partsOfRun).flatMap((part) => {
    const word = part.toLowerCase();
    if (word.length > MAX_WORD_CHARACTERS) return [];
    const isAcronym = hasLowerCase && part.length > 1 && part === part.toUpperCase() && part !== word;
    return [{ text: word, isAcronym }];
  });
}

function partsOfRun(run: string): string[] {
  if (THOUSANDS.test(run)) return [run.replaceAll(/[.,]/g, '')];
  if (DECIMAL.test(run)) return [run.replace(',', '.')];
  const parts = run.split(CONNECTOR).flatMap(withoutApostrophes);
  if (parts.length < 2) return parts.flatMap(piecesOf);
  const isAbbreviation = run.includes('.') && parts.every((part) => SINGLE_LETTER.test(part));
  if (isAbbreviation) return [parts.join('')];
  const pieces = parts.flatMap(piecesOf);
  return isOneName(run, parts) ? [...pieces, joined(parts)] : pieces;
}

/** A code or a number, or a word that begins or ends with a scrap: co-operate, Node.js. */
function isOneName(run: string, parts: readonly string[]): boolean {
  const hasDigit = /\p{N}/u.test(run);
  return hasDigit || (!run.includes('/') && parts.some((part) => part.length <= 2));
}

/** Dates and versions keep their dots, so that 1.2.3 is not 123. */
const joined = (parts: readonly string[]): string =>
  parts.join(parts.every((part) => ONLY_DIGITS.test(part)) ? '.' : '');

function withoutApostrophes(part: string): string[] {
  const [first = '', ...others] = part.split(APOSTROPHE).filter((piece) => piece !== '');
  const last = others.at(-1);
  if (last === undefined) return [first];
  if (last.toLowerCase() === 't' && /n$/i.test(first)) return [];
  if (SUFFIX.test(last.toLowerCase())) return [[first, ...others.slice(0, -1)].join('')];
  return [ELISION.test(first.toLowerCase()) ? others.join('') : [first, ...others].join('')];
}

/** The part itself, and what it is made of. */
function piecesOf(part: string): string[] {
  if (HAS_UNSPACED_SCRIPT.test(part)) return segmentsOf(part);
  // Korean hangs particles on words: pairs of syllables stand for the words.
  if (IS_HANGUL.test(part)) return Array.from({ length: part.length - 1 }, (_, at) => part.slice(at, at + 2));
  const quantity = QUANTITY.exec(part);
  if (quantity !== null) return [...quantity];
  const humps = part.split(HUMP);
  return humps.length > 1 ? [...humps, part] : [part];
}

/** Scripts that are written without spaces, cut by the dictionary that comes with Node. */
function segmentsOf(word: string): string[] {
  return [...segmenter.segment(word)]
    .filter(({ isWordLike }) => isWordLike === true)
    .map(({ segment }) => segment);
}
