import { WORD_CHARACTERS } from './indicators/phrase-pattern.ts';

const JOINS = 'and|or|but|und|oder|et|ou|y|o|e';
/** What may stand before a question word: "and by when", "et jusqu'à quand". */
const PREPOSITIONS =
  'by|until|from|to|for|at|in|with|since|bis|ab|für|an|mit|seit|avant|pour|depuis|à|de|hasta|para|a|desde|con|entro|per|da';
const QUESTION_WORDS = [
  'who|whom|whose|what|when|where|which|why|how|wer|wem|wen|was|wann|wo|wohin|warum|wie|welche[rsmn]?',
  'qui|quand|où|comment|pourquoi|combien|quels?|quelles?|quién|quiénes|cuándo|dónde|cómo|cuál|cuáles|cuánt[oa]s?|qué',
  'chi|quando|dove|come|perché|quale|quali|quant[oaie]',
].join('|');
const END = `(?![${WORD_CHARACTERS}])`;
const JOINED = new RegExp(
  `(?<![${WORD_CHARACTERS}])(?:${JOINS}) (?:(?:${PREPOSITIONS}) )?(?:${QUESTION_WORDS})${END}`,
  'g',
);
const LISTED = new RegExp(`, (?:${QUESTION_WORDS})${END}`, 'g');

/**
 * How many questions a text in lower case asks: by its question marks, or by "…, who sets it, and when?". A comma alone
 * tells nothing ("my manager, who is away"); it counts where an "and" ends the list.
 */
export function countParts(text: string): number {
  const marks = text.match(/\?+/g)?.length ?? 0;
  const joined = text.match(JOINED)?.length ?? 0;
  const listed = joined === 0 ? 0 : (text.match(LISTED)?.length ?? 0);
  return Math.max(marks, 1 + joined + listed);
}
