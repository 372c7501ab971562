import { type AnswerEntries } from '@ragfleet/rag-core';
import { canonicalQuestion } from '@ragfleet/question-meaning';
import { BENCH_PLACE, type CachePlace } from '../../answers/cache-place.ts';

/** The id of a question's entry, as core names it: by its space and its one spelling. */
export const entryIdOf = (entries: AnswerEntries, tenantId: string, canonical: string): string =>
  entries.idOf(tenantId, JSON.stringify(['answer', BENCH_PLACE.spaceId, canonical]));

/**
 * The steps of core's exact tier on one question: its spelling, its entry, opened,
 * and served under an access that is on it alone. Core's own entry point needs a whole query around it.
 */
export async function lookUpExact(
  entries: AnswerEntries,
  { tenantId, spaceId, stamp }: CachePlace,
  question: string,
): Promise<string | null> {
  const canonical = canonicalQuestion(question);
  const [entry] = await entries.read(tenantId, [entryIdOf(entries, tenantId, canonical)]);
  if (!entry || entry.question !== canonical || entry.spaceId !== spaceId) return null;
  const isDirect = entry.stamps.some(
    ({ access, changes }) => access === stamp.access && changes === stamp.changes,
  );
  return isDirect && entry.expiresAtMs > Date.now() ? entry.result.answer : null;
}
