import type { Clock } from '@ragfleet/kernel';
import type { Language } from './languages.ts';

/** What a process remembers of tenants' corpora, so that a search need not find it out again. */
export interface CorpusMemory {
  /** Languages that the tenant's documents had; none before the first search. A hint: every search looks again. */
  languagesOf(tenantId: string): readonly Language[];
  learnLanguages(tenantId: string, languages: readonly Language[]): void;
  /** How many postings a frequent term had within the last minute; null when nobody counted. */
  postingsOf(tenantId: string, term: string): number | null;
  learnPostings(tenantId: string, term: string, postings: number): void;
}

const REMEMBERED_MS = 60_000;
const MAX_TENANTS = 10_000;
const MAX_TERMS = 50_000;

interface Counted {
  readonly postings: number;
  readonly untilMs: number;
}

export function createCorpusMemory(clock: Clock): CorpusMemory {
  const languages = new Map<string, readonly Language[]>();
  const counts = new Map<string, Counted>();
  return {
    languagesOf: (tenantId) => languages.get(tenantId) ?? [],
    learnLanguages: (tenantId, spoken) => keep(languages, MAX_TENANTS, tenantId, spoken),
    postingsOf(tenantId, term) {
      const known = counts.get(keyOf(tenantId, term));
      return known !== undefined && known.untilMs > clock.monotonicMs() ? known.postings : null;
    },
    learnPostings(tenantId, term, postings) {
      const untilMs = clock.monotonicMs() + REMEMBERED_MS;
      keep(counts, MAX_TERMS, keyOf(tenantId, term), { postings, untilMs });
    },
  };
}

const keyOf = (tenantId: string, term: string): string => `${tenantId}\n${term}`;

/** Full: what was learned first is forgotten. */
function keep<Value>(known: Map<string, Value>, limit: number, key: string, value: Value): void {
  known.delete(key);
  const [oldest] = known.keys();
  if (known.size >= limit && oldest !== undefined) known.delete(oldest);
  known.set(key, value);
}
