import { Fault } from '@ragfleet/kernel';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database, Migration } from '../contract.ts';
import { MIGRATION_TIMEOUT_MS, readApplied, recordOf } from './migration-record.ts';

/** How long a process that starts waits for another one that is at it. Its supervisor starts it again after that. */
const WAIT_MS = 600_000;
const LOOK_AGAIN_MS = 250;

export interface OnlineMigration {
  readonly component: string;
  readonly number: number;
  readonly migration: Migration;
  /** Ten minutes unless given. */
  readonly waitMs?: number;
}

/**
 * Runs the statements one by one outside of a transaction, and records them when all are done: a process that dies
 * between leaves them to the next one, from the first. Another process waits until they are recorded. The embedded
 * database has one session, whose lock keeps nobody out: there the loser of a race finds the record, or runs them again.
 * Faults: `unavailable` when that takes longer than it waits.
 */
export async function runOnlineMigration(database: Database, online: OnlineMigration): Promise<void> {
  const { component, number, waitMs = WAIT_MS } = online;
  const isDone = async (): Promise<boolean> => (await readApplied(database, component)).has(number);
  const giveUpAt = performance.now() + waitMs;
  let failure: unknown = null;
  while (!(await isDone())) {
    try {
      if (await runUnderLock(database, online, isDone)) return;
    } catch (error) {
      if (failure !== null) throw error;
      failure = error;
    }
    if (performance.now() > giveUpAt)
      throw new Fault(
        'unavailable',
        `Another process still runs migration ${number} of ${component}. Start again when it is done.`,
      );
    await pause(LOOK_AGAIN_MS);
  }
}

/** False, and nothing ran, where another process is at it. */
function runUnderLock(
  database: Database,
  { component, number, migration }: OnlineMigration,
  isDone: () => Promise<boolean>,
): Promise<boolean> {
  const lock = { key: `ragfleet-migration ${component} ${number}`, statementTimeoutMs: MIGRATION_TIMEOUT_MS };
  return database.underLock(lock, async (session) => {
    if (await isDone()) return;
    for (const statement of migration.online ?? []) await session.query(statement);
    await session.query(recordOf(component, number, migration));
  });
}
