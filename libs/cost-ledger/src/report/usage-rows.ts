import { dollars } from '../nano-dollars.ts';
import type { LedgerDay } from './cost-report.ts';

/** What one user spent in one day on one model by one route. */
export interface UsageRow {
  readonly day: string;
  readonly userId: string;
  readonly model: string;
  readonly route: string;
  readonly queries: number;
  readonly totalUsd: number;
}

/** In place of what a day did not keep apart: days of an earlier release, and users beyond what a day names. */
const NOT_SPLIT = '(not split)';
/** The user is whatever stands before the last list: ids may hold anything. */
const USE = /^own:(.*):use:(\[.*\]):(queries|total)$/s;
const USER = /^user:(.*):(queries|total)$/s;

interface Amounts {
  queries: bigint;
  total: bigint;
}

/**
 * A day in rows, by user, model and route. The rows add up to the day: what its counters do not split stands in a row of
 * its own.
 */
export function usageRowsOf({ day, fields }: LedgerDay): UsageRow[] {
  const uses = sumBy(fields, USE, ([user = '', names = '']) => JSON.stringify([user, ...namesOf(names)]));
  const users = sumBy(fields, USER, ([user = '']) => JSON.stringify([user, NOT_SPLIT, NOT_SPLIT]));
  const rest: Amounts = amountsOf(fields['queries'], fields['total']);
  for (const amounts of users.values()) take(rest, amounts);
  for (const [key, amounts] of uses) {
    const [user]: string[] = JSON.parse(key);
    const ofUser = users.get(JSON.stringify([user, NOT_SPLIT, NOT_SPLIT]));
    take(ofUser ?? rest, amounts);
  }
  const everything = [
    ...uses,
    ...users,
    [JSON.stringify(Array.from({ length: 3 }, () => NOT_SPLIT)), rest],
  ] as const;
  return everything
    .filter(([, { queries, total }]) => queries !== 0n || total !== 0n)
    .map(([key, amounts]) => rowOf(day, key, amounts))
    .toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/** Where a row stands in its day: rows are in this order, and a page begins behind one. */
export const keyOf = ({ userId, model, route }: Pick<UsageRow, 'userId' | 'model' | 'route'>): string =>
  JSON.stringify([userId, model, route]);

function sumBy(
  fields: LedgerDay['fields'],
  pattern: RegExp,
  keyFor: (parts: readonly string[]) => string,
): Map<string, Amounts> {
  const sums = new Map<string, Amounts>();
  for (const [field, value] of Object.entries(fields)) {
    const parts = pattern.exec(field)?.slice(1);
    if (parts === undefined) continue;
    const key = keyFor(parts);
    const amounts = sums.get(key) ?? amountsOf('0', '0');
    amounts[parts.at(-1) === 'queries' ? 'queries' : 'total'] += BigInt(value);
    sums.set(key, amounts);
  }
  return sums;
}

const amountsOf = (queries = '0', total = '0'): Amounts => ({
  queries: BigInt(queries),
  total: BigInt(total),
});

function take(from: Amounts, amounts: Amounts): void {
  from.queries -= amounts.queries;
  from.total -= amounts.total;
}

function namesOf(json: string): readonly string[] {
  const names: unknown = JSON.parse(json);
  return Array.isArray(names) ? names.map(String) : [];
}

function rowOf(day: string, key: string, { queries, total }: Amounts): UsageRow {
  const [userId = '', model = '', route = '']: string[] = JSON.parse(key);
  return { day, userId, model, route, queries: Number(queries), totalUsd: dollars(total) };
}
