import { rememberByText } from '@ragfleet/kernel';
import { FUNCTION_WORDS, languageOf, stemOf } from '@ragfleet/question-meaning';

/** In scripts that write no spaces a character stands for a word. As the inside of a class. */
export const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}`;
const WORD = new RegExp(String.raw`[${UNSPACED}]|\p{N}+(?:[.,:]\p{N}+)*|\p{L}[\p{L}\p{M}]*`, 'gu');
// Longer than this is no sentence: a text is compared by its beginning.
const READ_CHARACTERS = 20_000;
const KEPT_CHARACTERS = 1_000_000;

const FUNCTION_WORDS_OF: ReadonlyMap<string, ReadonlySet<string>> = new Map(Object.entries(FUNCTION_WORDS));

/** The stems and numbers of a text that say what it is about. */
export function contentWords(text: string): ReadonlySet<string> {
  const words = wordsOf(text);
  const idle = functionWordsOf(text.toLowerCase());
  return new Set([...words].filter((word) => !idle.has(word)).map(stemOf));
}

/** All stems and numbers of a text: where those of another text are looked for, its language makes no difference. */
export const wordStems: (text: string) => ReadonlySet<string> = rememberByText(
  (text) => new Set([...wordsOf(text)].map(stemOf)),
  KEPT_CHARACTERS,
);

const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(text.slice(0, READ_CHARACTERS).toLowerCase().match(WORD) ?? []);

function functionWordsOf(text: string): ReadonlySet<string> {
  return FUNCTION_WORDS_OF.get(languageOf(text.slice(0, 400))) ?? FUNCTION_WORDS.en;
}
