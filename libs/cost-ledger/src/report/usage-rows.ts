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

/** A row that is still counted, in nano-dollars. */
interface Count {
  readonly userId: string;
  readonly model: string;
  readonly route: string;
  queries: bigint;
  total: bigint;
}

/**
 * A day in rows, by user, model and route. The rows add up to the day: what its counters do not split stands in a row of
 * its own.
 */
export function usageRowsOf({ day, fields }: LedgerDay): UsageRow[] {
  const uses = new Map<string, Count>();
  const users = new Map<string, Count>();
  for (const [field, value] of Object.entries(fields)) {
    const [, userId = '', names = '', ofUse] = USE.exec(field) ?? [];
    const [, ofUserId = '', ofUser] = USER.exec(field) ?? [];
    if (ofUse !== undefined) add(uses, countOf(userId, ...namesOf(names)), ofUse, value);
    else if (ofUser !== undefined) add(users, countOf(ofUserId), ofUser, value);
  }
  const rest = { ...countOf(NOT_SPLIT), ...amountsOf(fields) };
  for (const count of users.values()) take(rest, count);
  for (const count of uses.values()) take(users.get(keyOf(countOf(count.userId))) ?? rest, count);
  return [...uses.values(), ...users.values(), rest]
    .filter(({ queries, total }) => queries !== 0n || total !== 0n)
    .map(({ queries, total, ...names }) => ({
      day,
      ...names,
      queries: Number(queries),
      totalUsd: dollars(total),
    }))
    .toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/** Where a row stands in its day: rows are in this order, and a page begins behind one. */
export const keyOf = ({ userId, model, route }: Pick<UsageRow, 'userId' | 'model' | 'route'>): string =>
  JSON.stringify([userId, model, route]);

const countOf = (userId: string, model = NOT_SPLIT, route = NOT_SPLIT): Count => ({
  userId,
  model,
  route,
  queries: 0n,
  total: 0n,
});

const amountsOf = ({
  queries = '0',
  total = '0',
}: LedgerDay['fields']): Pick<Count, 'queries' | 'total'> => ({
  queries: BigInt(queries),
  total: BigInt(total),
});

function add(counts: Map<string, Count>, fresh: Count, what: string, value: string): void {
  const count = counts.get(keyOf(fresh)) ?? fresh;
  counts.set(keyOf(fresh), count);
  count[what === 'queries' ? 'queries' : 'total'] += BigInt(value);
}

function take(from: Count, { queries, total }: Count): void {
  from.queries -= queries;
  from.total -= total;
}

/** Of a model and a route. */
function namesOf(json: string): [model: string, route: string] {
  const names: unknown = JSON.parse(json);
  const [model = NOT_SPLIT, route = NOT_SPLIT] = Array.isArray(names) ? names.map(String) : [];
  return [model, route];
}
