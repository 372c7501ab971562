import type { CacheEntry, JudgedWording } from '../../ports/answer-cache.ts';

/** Of one entry: a question has few wordings that no list knows, and each takes some 30 bytes of it. */
const MAX_JUDGED = 16;

/** What was said of an entry's question and this wording; null when nobody has been asked. */
export const judgedBefore = ({ judged = [] }: CacheEntry, wordingId: string): JudgedWording | null =>
  judged.find((one) => one.wordingId === wordingId) ?? null;

/** The entry with one more verdict. Where there are too many, the oldest is asked for again. */
export const withJudged = (entry: CacheEntry, wording: JudgedWording): CacheEntry => ({
  ...entry,
  judged: [...(entry.judged ?? []).filter(({ wordingId }) => wordingId !== wording.wordingId), wording].slice(
    -MAX_JUDGED,
  ),
});
