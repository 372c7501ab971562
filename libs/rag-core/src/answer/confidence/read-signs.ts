import type { Passage } from '../../ports/passages.ts';
import type { NumberedPassage } from '../../prompt-budget/fill-context.ts';
import type { ConfidenceSigns } from './confidence-of.ts';
import { contentWords, wordStems } from './content-words.ts';

/** An answer and what it was written from. */
export interface WrittenAnswer {
  readonly question: string;
  /** With citations numbered from 1 in order of appearance. */
  readonly answer: string;
  /** The passages cited, in the order of those numbers, under their numbers in the prompt and with the text that it had. */
  readonly cited: readonly (Pick<NumberedPassage, 'index' | 'text'> & {
    readonly passage: Pick<Passage, 'title' | 'headings'>;
  })[];
  readonly retrievalLead: ConfidenceSigns['retrievalLead'];
  readonly estimate: number | null;
  readonly isCut: boolean;
  readonly isSearchDegraded: boolean;
}

const SENTENCE = /(?<=[.!?。！？][”"’)]?(?:\s?\[\d{1,2}\])*)\s+(?!\[)|(?<=\])\s+(?!\[)|\n+/u;
const CITATION = /\[\d{1,2}\]/gu;
const CITED = /\[\d{1,2}\]/u;
const ANY_LETTER = /[\p{L}\p{N}]/u;

/** Reads what speaks for an answer that cites at least one passage. */
export function readSigns(written: WrittenAnswer): ConfidenceSigns {
  const { question, answer, cited, retrievalLead, estimate, isCut, isSearchDegraded } = written;
  const said = cited.map(({ passage, text }) =>
    wordStems([passage.title, ...passage.headings, text].join('\n')),
  );
  return {
    retrievalLead,
    citedEarly: 1 / (cited[0]?.index ?? Number.POSITIVE_INFINITY),
    questionCoverage: coverage(contentWords(question), said),
    citedShare: citedShare(answer),
    support: coverage(contentWords(citedPart(answer)), said),
    estimate,
    isCut,
    isSearchDegraded,
  };
}

/** A model cites a run of sentences once, behind the last: what is left open is what follows the last citation. */
function citedShare(answer: string): number {
  const sentences = answer.split(SENTENCE).filter((part) => ANY_LETTER.test(part.replace(CITATION, '')));
  const last = sentences.findLastIndex((sentence) => CITED.test(sentence));
  return sentences.length === 0 ? 0 : (last + 1) / sentences.length;
}

const citedPart = (answer: string): string =>
  answer.slice(0, Math.max(0, answer.lastIndexOf('['))).replace(CITATION, ' ');

/** The share of the words that any of the sets has; 1 of no words. */
function coverage(words: ReadonlySet<string>, sets: readonly ReadonlySet<string>[]): number {
  if (words.size === 0) return 1;
  return [...words].filter((word) => sets.some((set) => set.has(word))).length / words.size;
}
