import { NO_ANSWER_PHRASES } from './no-answer-phrases.ts';

const BOOKS = Object.values(NO_ANSWER_PHRASES);
// A refusal is said at once: what comes later is about the subject.
const READ_CHARACTERS = 600;
const QUOTED = /[“„«"][^”“»"]{0,300}[”“»"]/gu;
const SENTENCE_END = /(?<=[.!?])\s+(?!\[)|\n+/u;
const CITATION = /\[\d{1,2}\]/u;
const ANY_LETTER = /\p{L}/u;

/**
 * True when a text says, in its own words, that the documents do not answer: "I don't know", "Dazu enthalten die
 * Dokumente nichts". Read are its first sentences. What is quoted, what carries a citation and what goes on with "but"
 * is an answer. English, German, French, Spanish, Italian, Dutch and Portuguese.
 */
export function saysNoAnswer(text: string): boolean {
  const read = text.slice(0, READ_CHARACTERS).replace(QUOTED, ' ').trim();
  return BOOKS.some(({ opening, phrases, contrast }) => {
    const first = firstSentence(read.replace(opening, ''), opening);
    if (CITATION.test(first) || !phrases.some((phrase) => phrase.test(first))) return false;
    return !contrast.test(read.replace(opening, ''));
  });
}

/** The first that says anything beside an apology. */
function firstSentence(text: string, opening: RegExp): string {
  const sentences = text.split(SENTENCE_END).map((sentence) => sentence.trim().replace(opening, ''));
  return sentences.find((sentence) => ANY_LETTER.test(sentence)) ?? '';
}
