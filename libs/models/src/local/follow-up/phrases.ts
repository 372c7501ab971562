import type { FollowUpWords } from './languages.ts';

/** A run of words of a question that names something, by its places in the text. */
export interface Phrase {
  readonly from: number;
  readonly to: number;
  /** With its determiner. */
  readonly text: string;
  readonly determiner: string | null;
  /** Without it. */
  readonly nouns: string;
  /** The preposition before it. */
  readonly preposition: string | null;
  /** A verb stands directly before it, or "do I" and its like: it is what is done something with. */
  readonly isObject: boolean;
}

interface Word {
  readonly text: string;
  readonly lower: string;
  readonly from: number;
  readonly to: number;
}

const WORD = /[\p{L}\p{N}]+(?:[.'’-][\p{L}\p{N}]+)*/gu;

export const wordsIn = (text: string): Word[] =>
  [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
    text: word,
    lower: word.toLowerCase(),
    from: index,
    to: index + word.length,
  }));

/** The noun phrases of a question, in order: runs of words between function words and verbs. */
export function phrasesIn(text: string, language: FollowUpWords): Phrase[] {
  const words = wordsIn(text);
  const phrases: Phrase[] = [];
  for (let at = 0; at < words.length; at++) {
    const end = endOfPhrase(words, at, language);
    if (end === at) continue;
    const phrase = phraseOf(text, words, { at, end }, language);
    if (phrase !== null) phrases.push(phrase);
    at = end - 1;
  }
  return phrases;
}

/** The index behind the last word of the phrase that begins here; the same index when none does. */
function endOfPhrase(words: readonly Word[], at: number, language: FollowUpWords): number {
  let end = at;
  while (end < words.length) {
    const word = words[end];
    if (word === undefined || !mayBelong(word, end > at, language)) break;
    if (end > at && language.determiners.has(word.lower)) break;
    end += 1;
  }
  return end;
}

function mayBelong({ lower, text }: Word, isInside: boolean, language: FollowUpWords): boolean {
  if (language.breaks.has(lower) || language.prepositions.has(lower)) return false;
  // A verb inside a name is a part of it; "book" behind a determiner is none.
  return !language.verbs.has(lower) || (isInside && /^\p{Lu}/u.test(text));
}

function phraseOf(
  text: string,
  words: readonly Word[],
  { at, end }: { readonly at: number; readonly end: number },
  language: FollowUpWords,
): Phrase | null {
  const first = words[at];
  const last = words[end - 1];
  if (first === undefined || last === undefined) return null;
  const determiner = language.determiners.has(first.lower) ? first.lower : null;
  const noun = determiner === null ? first : words[at + 1];
  if (noun === undefined || noun.from >= last.to) return null;
  const before = words[at - 1]?.lower ?? '';
  return {
    from: first.from,
    to: last.to,
    text: text.slice(first.from, last.to),
    determiner,
    nouns: text.slice(noun.from, last.to),
    preposition: language.prepositions.has(before) ? before : null,
    isObject: language.verbs.has(before),
  };
}
