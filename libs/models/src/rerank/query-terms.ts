import { specificityOf } from '../language/specificity.ts';
import { STOP_WORDS } from '../language/stop-words.ts';
import { knownStemOf, type Vocabulary, wordsIn } from './read-text.ts';

/** What a query asks for. */
export interface QueryTerms {
  /** Every word, in order. */
  readonly words: readonly string[];
  /** Its content words as stems, each once, in order. Of a query of function words alone: all of them. */
  readonly stems: readonly number[];
  /** How specific each stem is, about 0.1 to 1 and a little more. */
  readonly specificities: readonly number[];
}

export function readQuery(query: string, vocabulary: Vocabulary): QueryTerms {
  const words = wordsIn(query);
  const content = words.filter((word) => !STOP_WORDS.has(word));
  const specificities = new Map<number, number>();
  for (const word of content.length > 0 ? content : words) {
    const stem = vocabulary.numberOf(knownStemOf(word));
    specificities.set(stem, Math.max(specificities.get(stem) ?? 0, specificityOf(word)));
  }
  return { words, stems: [...specificities.keys()], specificities: [...specificities.values()] };
}
