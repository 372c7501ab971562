import { CACHE_OUTCOMES, type CacheCheck, type CacheOutcome, dayFields, toUsd } from './cache-day.ts';

/** `GET /v1/cache/stats`. Rates are shares of the lookups, so a bypass counts in none; 0 when there were none. */
export interface CacheStats {
  readonly hit_rate: number;
  readonly exact_rate: number;
  readonly semantic_rate: number;
  readonly breakdown: Readonly<Record<CacheOutcome, number>>;
  readonly entries: number;
  readonly saved_usd: number;
  readonly checks: Readonly<Record<CacheCheck, number>>;
}

export function statsOf(days: readonly Readonly<Record<string, string>>[], entries: number): CacheStats {
  const sum = (field: string): number => days.reduce((total, day) => total + Number(day[field] ?? 0), 0);
  const of = (outcome: CacheOutcome): number => sum(dayFields.outcome(outcome));
  const lookups = of('exact') + of('semantic') + of('coalesced') + of('miss');
  const rate = (hits: number): number => (lookups === 0 ? 0 : hits / lookups);
  const savedMicros = CACHE_OUTCOMES.reduce((total, outcome) => total + sum(dayFields.saved(outcome)), 0);
  return {
    hit_rate: rate(of('exact') + of('semantic') + of('coalesced')),
    exact_rate: rate(of('exact')),
    semantic_rate: rate(of('semantic')),
    breakdown: {
      exact: of('exact'),
      semantic: of('semantic'),
      retrieval: of('retrieval'),
      miss: of('miss'),
      bypass: of('bypass'),
      coalesced: of('coalesced'),
    },
    entries,
    saved_usd: toUsd(savedMicros),
    checks: {
      direct: sum(dayFields.check('direct')),
      revalidated: sum(dayFields.check('revalidated')),
      refused: sum(dayFields.check('refused')),
    },
  };
}
