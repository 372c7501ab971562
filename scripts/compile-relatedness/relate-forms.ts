import type { Synsets } from './read-synsets.ts';
import { MIN_RELATEDNESS, type Relation } from './relate-stems.ts';
import { isTopicWord, type Language } from './word-senses.ts';

/**
 * Irregular forms are as near to their base as it can be what they are: "bought" is nothing else, "left" is also a side, and
 * "ground" is hardly ever a form of "grind". "Leaves" has the stem of "leave", which is not near "leaf".
 */
export function relateForms({ irregular, senses }: Synsets, language: Language): Relation[] {
  const uses = new Map<string, number>();
  for (const { word, count } of senses) {
    const stem = language.stemOf(word);
    uses.set(stem, (uses.get(stem) ?? 0) + count + 1);
  }
  return irregular.flatMap(([form, base]) => {
    const [stem, other] = [language.stemOf(form), language.stemOf(base)];
    if (stem === other || ![form, base].every((word) => isTopicWord(word, language))) return [];
    const ofBase = uses.get(other) ?? 0;
    const relatedness = ofBase / (ofBase + (uses.get(stem) ?? 0));
    return relatedness >= MIN_RELATEDNESS ? [{ stem, other, relatedness }] : [];
  });
}
