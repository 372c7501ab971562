import type { QuestionReading } from './reading/read-question.ts';

const MAX_WORDS = 3;

/** Whether two questions are the same sentence but for a few words in one place: "fees for adults", "fees for guests". */
export function differInOnePlace(
  { words: one }: QuestionReading,
  { words: other }: QuestionReading,
): boolean {
  const shorter = Math.min(one.length, other.length);
  let before = 0;
  while (before < shorter && one[before]?.concept === other[before]?.concept) before++;
  let after = 0;
  while (after < shorter - before && one.at(-1 - after)?.concept === other.at(-1 - after)?.concept) after++;
  return Math.max(one.length, other.length) - before - after <= MAX_WORDS;
}
