import { filterAnswer, redactOutput, safeSource } from '@ragfleet/guards';
import { rememberByText } from '@ragfleet/kernel';
import type { Citation } from '../ports/answers.ts';
import type { Passage } from '../ports/passages.ts';
import { UNSPACED } from './confidence/content-words.ts';

const MAX_QUOTE_CHARACTERS = 300;
const KEPT_CHARACTERS = 1_000_000;
const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Makes citations whose quotes are stored text, word for word, but for what may not be shown. */
export interface Citer {
  /** `statement` is what the passage is cited for; null quotes its beginning. */
  cite(index: number, passage: Passage, statement: string | null): Citation;
}

export function createCiter(internalEmailDomains: readonly string[]): Citer {
  const { shown, shownSource } = citedParts(internalEmailDomains);
  return {
    cite: (index, passage, statement) => ({
      index,
      documentId: passage.documentId,
      passageId: passage.passageId,
      title: shown(passage.title, passage.source),
      source: shownSource(passage.source),
      namespace: passage.namespace,
      quote: shown(quoteOf(passage.text, statement), passage.source),
    }),
  };
}

export interface CitedParts {
  /** Links may lead to the cited source alone; addresses by themselves stay, since they are quoted. */
  readonly shown: (text: string, source: string | null) => string;
  readonly shownSource: (source: string | null) => string | null;
}

/** A citation's parts as they may leave. */
export const citedParts = (internalEmailDomains: readonly string[]): CitedParts => ({
  shown: (text, source) =>
    filterAnswer(text, { internalEmailDomains, sources: [source], keepsBareAddresses: true }).text,
  shownSource: (source) => {
    const safe = source === null ? null : safeSource(source);
    return safe === null ? null : redactOutput(safe, { internalEmailDomains }).text;
  },
});

/** What the text says before each `[index]`, as one string. */
export function statementFor(answer: string, index: number): string {
  const marker = `[${index}]`;
  return answer
    .split(/(?<=\])\s+(?!\[)|\n+/)
    .filter((part) => part.includes(marker))
    .join(' ');
}

/** The sentence of the passage that shares most words with the statement; its beginning when none does. */
export function quoteOf(text: string, statement: string | null): string {
  const wanted = wordsOf(statement ?? '');
  let best = '';
  let bestShared = 0;
  for (const { sentence, words } of sentencesOf(text)) {
    const shared = words.filter((word) => wanted.has(word)).length;
    if (shared <= bestShared) continue;
    best = sentence;
    bestShared = shared;
  }
  return cutAtWord(best === '' ? text.trim() : best, MAX_QUOTE_CHARACTERS);
}

/** In order, each with its different words. */
const sentencesOf = rememberByText(
  (text) =>
    text
      .split('\n')
      .flatMap((line) => Array.from(sentences.segment(line), ({ segment }) => segment.trim()))
      .map((sentence) => ({ sentence, words: [...wordsOf(sentence)] })),
  KEPT_CHARACTERS,
);

const WORD = new RegExp(String.raw`[${UNSPACED}]|[[\p{L}\p{N}]--[${UNSPACED}]]{2,40}`, 'gv');
const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(WORD) ?? []);

function cutAtWord(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const cut = text.slice(0, maxCharacters);
  const lastSpace = cut.search(/\s\S*$/);
  return lastSpace > 0 ? cut.slice(0, lastSpace) : cut.replace(/[\uD800-\uDBFF]$/, '');
}
