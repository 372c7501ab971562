import { queueKeys } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { daysOfPeriod } from '../ledger-times.ts';
import { keyOf, type UsageRow, usageRowsOf } from './usage-rows.ts';

export interface UsageRequest {
  readonly tenantId: string;
  /** Both ends are whole UTC days and included. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Rows of a page. */
  readonly limit: number;
  /** What the page before named as its end; null begins at the first day. */
  readonly after: string | null;
}

export interface UsagePage {
  readonly rows: readonly UsageRow[];
  /** Where the next page begins; null when there is none. */
  readonly next: string | null;
}

/**
 * The ledger in rows by day, user, model and route, a page at a time: one day is read at once, and the rows of a period
 * add up to its report. Faults: invalid-input for a period or a cursor that is none, unavailable.
 */
export function createReadUsage(redis: Redis): (request: UsageRequest) => Promise<UsagePage> {
  return async ({ tenantId, fromMs, toMs, limit, after }) => {
    const days = daysOfPeriod(fromMs, toMs);
    const [firstDay, lastKey] = after === null ? ['', ''] : readCursor(after);
    const rows: UsageRow[] = [];
    for (const day of days.filter((one) => one >= firstDay)) {
      const fields = await redisReply(redis.hgetall(queueKeys.ledgerDay(tenantId, day)));
      const ofDay = usageRowsOf({ day, fields });
      rows.push(...(day === firstDay ? ofDay.filter((row) => keyOf(row) > lastKey) : ofDay));
      if (rows.length > limit) break;
    }
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return { rows: page, next: rows.length > limit && last !== undefined ? cursorOf(last) : null };
  };
}

const cursorOf = (row: UsageRow): string =>
  Buffer.from(JSON.stringify([row.day, keyOf(row)])).toString('base64url');

/** The day and the row that a page ended with. */
function readCursor(text: string): readonly [day: string, key: string] {
  const [day, key] = parsedList(text);
  if (typeof day === 'string' && typeof key === 'string') return [day, key];
  const message = 'This is no end of a page. Begin again without starting_after.';
  throw new Fault('invalid-input', message, { problems: [{ pointer: '/starting_after', message }] });
}

function parsedList(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
