import { stemmer } from 'stemmer';

/** Words that say how a sentence is built and nothing about its subject (the classic 33 of Lucene, and question words). */
const STOP_WORDS: ReadonlySet<string> = new Set(
  `a an and are as at be been but by can could did do does for from had has have how i if in into is it its may me my no not of on or our
  shall should so such than that the their them then there these they this those to us was we were what when where which who whom whose why
  will with would you your`.split(/\s+/),
);

/** Longer runs of letters are not words: encoded data, say. */
const MAX_TERM_CHARACTERS = 64;
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’][\p{L}]+)?/gu;
const HAS_UNSPACED_SCRIPT =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]/u;

const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/** The words of a text as the keyword index knows them: folded, without stop words, as Porter stems. */
export function termsOf(text: string): string[] {
  return wordsOf(text.normalize('NFKC').toLowerCase())
    .filter((word) => word.length <= MAX_TERM_CHARACTERS && !STOP_WORDS.has(word))
    .map(stemmer);
}

function wordsOf(text: string): string[] {
  const words = (text.match(WORD) ?? []).map((word) => word.replace(/['’].*$/u, ''));
  return words.flatMap((word) => (HAS_UNSPACED_SCRIPT.test(word) ? segmentsOf(word) : [word]));
}

/** Scripts that are written without spaces, cut by the dictionary that comes with Node. */
function segmentsOf(word: string): string[] {
  return [...segmenter.segment(word)]
    .filter(({ isWordLike }) => isWordLike === true)
    .map(({ segment }) => segment);
}
