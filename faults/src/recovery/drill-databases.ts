import { randomBytes } from 'node:crypto';
import type { Database } from '@ragfleet/postgres-connection';
import { dropDatabase } from './postgres-tools.ts';

/** Far longer than any drill: what is older belongs to one that was killed. */
const ABANDONED_AFTER_MS = 6 * 3_600_000;
const NAME = /^drill_([0-9a-z]+)_[0-9a-f]{12}$/;

/** A name for the database of one drill, which says when it began. */
export const drillDatabaseName = (nowMs: number): string =>
  `drill_${nowMs.toString(36)}_${randomBytes(6).toString('hex')}`;

/** Drops the databases of drills that were killed before they could: those that began over 6 hours ago. Returns their names. */
export async function dropAbandonedDrills(admin: Database, nowMs: number): Promise<readonly string[]> {
  const databases = await admin.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database WHERE datname LIKE 'drill\\_%' ORDER BY name`,
  );
  const abandoned = databases
    .map(({ name }) => name)
    .filter((name) => nowMs - beganAtMs(name) > ABANDONED_AFTER_MS);
  for (const name of abandoned) await dropDatabase(admin, name);
  return abandoned;
}

/** NaN for what no drill has named: that is never abandoned. */
const beganAtMs = (name: string): number => Number.parseInt(NAME.exec(name)?.[1] ?? '', 36);
