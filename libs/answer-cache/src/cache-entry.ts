import type { CachedAnswer, CacheStamp } from '@ragfleet/rag-core';
import { z } from 'zod';

const citation = z.object({
  index: z.number(),
  documentId: z.string(),
  passageId: z.string(),
  title: z.string(),
  source: z.string().nullable(),
  namespace: z.string(),
  quote: z.string(),
});

const timings = z.object({
  guard: z.number(),
  cache: z.number(),
  embed: z.number(),
  search: z.number(),
  fetch: z.number(),
  generate: z.number(),
  total: z.number(),
});

const result = z.object({
  answer: z.string(),
  citations: z.array(citation).readonly(),
  model: z.string().nullable(),
  confidence: z.number(),
  usage: z.object({ inputTokens: z.number(), outputTokens: z.number(), embeddingTokens: z.number() }),
  costUsd: z.number(),
  cache: z.object({
    status: z.enum(['hit', 'miss', 'bypass', 'coalesced']),
    tier: z.enum(['exact', 'semantic']).nullable(),
    similarity: z.number().nullable(),
    ageSeconds: z.number().nullable(),
    retrieval: z.enum(['hit', 'miss']),
  }),
  degradation: z.object({
    level: z.enum(['full', 'reduced', 'minimal', 'maintenance']),
    reasons: z.array(z.string()).readonly(),
  }),
  warnings: z.array(z.string()).readonly(),
  timingsMs: timings,
});

/** What is sealed under a key. Another version's entry does not parse, and is a miss. */
const cacheEntry = z.object({
  v: z.literal(1),
  question: z.string(),
  /** Access fingerprint and change sequence under which the entry was checked, newest last. */
  stamps: z.array(z.object({ access: z.string(), changes: z.string() })),
  /** The tenant's and the namespaces' cache generations when it was written. */
  generation: z.string(),
  answer: z.object({
    result,
    storedAtMs: z.number(),
    evidence: z.array(z.object({ passageId: z.string(), contentHash: z.string() })).readonly(),
  }),
});
export type CacheEntry = z.output<typeof cacheEntry>;

/** The entry in a text, or null when the text is none of this version. */
export function parseEntry(text: string): CacheEntry | null {
  try {
    return cacheEntry.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Callers of one tenant whose rights differ, times the changes of a day: more only cost a search each. */
const MAX_STAMPS = 32;

export const isSameStamp = (one: CacheStamp, other: CacheStamp): boolean =>
  one.access === other.access && one.changes === other.changes;

/** The stamps of an entry whose evidence is still the same, and the new one. */
export function withStamp(
  previous: CacheEntry | null,
  answer: CachedAnswer,
  stamp: CacheStamp,
): CacheStamp[] {
  const isSameEvidence =
    previous !== null && JSON.stringify(previous.answer.evidence) === JSON.stringify(answer.evidence);
  const kept = isSameEvidence ? previous.stamps.filter((one) => !isSameStamp(one, stamp)) : [];
  return [...kept, stamp].slice(-MAX_STAMPS);
}
