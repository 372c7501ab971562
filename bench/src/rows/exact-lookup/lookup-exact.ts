import { type AnswerEntries, canonicalQuestion } from '@ragfleet/rag-core';
import type { CachePlace } from '../../answers/cache-place.ts';

/** The parts of a scope beside the question, as the product names an entry by them. */
const SCOPE = [
  'bench',
  'us',
  null,
  'text-embedding-3-small',
  'a',
  '2',
  '1',
  'standard',
  'gpt-4o',
  5,
  'hybrid',
  'en',
  '',
];

export const entryIdOf = (entries: AnswerEntries, tenantId: string, question: string): string =>
  entries.idOf(tenantId, JSON.stringify(['answer', canonicalQuestion(question), ...SCOPE]));

/** The product's exact tier: the entry of this question, opened, and served under an access that is on it alone. */
export async function lookUpExact(
  entries: AnswerEntries,
  { tenantId, spaceId, stamp }: CachePlace,
  question: string,
): Promise<string | null> {
  const [entry] = await entries.read(tenantId, [entryIdOf(entries, tenantId, question)]);
  if (!entry || entry.question !== canonicalQuestion(question) || entry.spaceId !== spaceId) return null;
  const isDirect = entry.stamps.some(
    ({ access, changes }) => access === stamp.access && changes === stamp.changes,
  );
  return isDirect && entry.expiresAtMs > Date.now() ? entry.result.answer : null;
}
