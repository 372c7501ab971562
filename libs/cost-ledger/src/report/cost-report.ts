import { dollars } from '../nano-dollars.ts';
import { counterOf } from '../user-counters.ts';

export type CostGroupBy = 'day' | 'model' | 'user' | 'route';

/** `GET /v1/costs`, in US dollars. An empty period is zeros. */
export interface CostReport {
  readonly total_usd: number;
  readonly queries: number;
  readonly avg_usd_per_query: number;
  /** Share of queries answered from the cache, 0 to 1. */
  readonly cache_hit_rate: number;
  /** What the cached answers cost when they were written. */
  readonly saved_usd: number;
  /** The part of the total that stands at its reservation, because the provider never told what it used. */
  readonly unsettled_usd: number;
  readonly groups: readonly { readonly key: string; readonly queries: number; readonly total_usd: number }[];
}

/** One day's counters by field name. */
export interface LedgerDay {
  readonly day: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The day as one user's queries alone make it. */
export function ownPartOf({ day, fields }: LedgerDay, principalId: string): LedgerDay {
  const part = Object.entries(fields).flatMap(([field, value]): [string, string][] => {
    const own = counterOf(field, 'own', principalId);
    if (own !== null) return [[own, value]];
    const total = counterOf(field, 'user', principalId);
    return total === null
      ? []
      : [
          [field, value],
          [total, value],
        ];
  });
  return { day, fields: Object.fromEntries(part) };
}

/** Adds up days. Groups are in order of spend, days in order of time. */
export function reportOf(days: readonly LedgerDay[], groupBy: CostGroupBy): CostReport {
  const queries = Number(sum(days, 'queries'));
  const total = sum(days, 'total');
  return {
    total_usd: dollars(total),
    queries,
    // Twelve digits: a division shows binary noise behind them.
    avg_usd_per_query: queries === 0 ? 0 : Number((dollars(total) / queries).toPrecision(12)),
    cache_hit_rate: queries === 0 ? 0 : Number(sum(days, 'hits')) / queries,
    saved_usd: dollars(sum(days, 'saved')),
    unsettled_usd: dollars(sum(days, 'unsettled')),
    groups: groupBy === 'day' ? groupsByDay(days) : groupsByPrefix(days, groupBy),
  };
}

const sum = (days: readonly LedgerDay[], field: string): bigint =>
  days.reduce((total, { fields }) => total + BigInt(fields[field] ?? '0'), 0n);

function groupsByDay(days: readonly LedgerDay[]): CostReport['groups'] {
  return days
    .filter(({ fields }) => fields['total'] !== undefined)
    .map((day) => ({
      key: day.day,
      queries: Number(sum([day], 'queries')),
      total_usd: dollars(sum([day], 'total')),
    }));
}

function groupsByPrefix(
  days: readonly LedgerDay[],
  prefix: Exclude<CostGroupBy, 'day'>,
): CostReport['groups'] {
  const pattern = new RegExp(`^${prefix}:(.*):total$`, 's');
  const keys = new Set(
    days.flatMap(({ fields }) => Object.keys(fields).flatMap((field) => pattern.exec(field)?.[1] ?? [])),
  );
  return [...keys]
    .map((key) => ({
      key,
      queries: Number(sum(days, `${prefix}:${key}:queries`)),
      total_usd: dollars(sum(days, `${prefix}:${key}:total`)),
    }))
    .toSorted((one, other) => other.total_usd - one.total_usd || (one.key < other.key ? -1 : 1));
}
