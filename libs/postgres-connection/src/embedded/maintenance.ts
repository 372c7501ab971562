import type { PGlite } from '@electric-sql/pglite';
import type { Mutex } from './mutex.ts';

const INTERVAL_MS = 5_000;

interface StaleTable {
  readonly name: string;
}

// As autovacuum decides it: a fixed number of rows and a share of the table.
const STALE_TABLES = `
  SELECT pg_stat_force_next_flush(), format('%I.%I', schemaname, statistics.relname) AS name
  FROM pg_stat_user_tables AS statistics JOIN pg_class ON pg_class.oid = statistics.relid
  WHERE n_mod_since_analyze > 200 + 0.1 * greatest(reltuples, 0) OR n_dead_tup > 200 + 0.2 * greatest(reltuples, 0)
  LIMIT 100`;

/**
 * What autovacuum does on a server, which the embedded engine has no process for: without it tables grow with every
 * change and the planner never learns how large they are. One table at a time; clients wait for one at most.
 */
export function startMaintenance(database: PGlite, mutex: Mutex): { stop(): void } {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const inTurn = async <Result>(run: () => Promise<Result>): Promise<Result | null> => {
    const giveBack = await mutex.take();
    try {
      return isStopped ? null : await run();
    } finally {
      giveBack();
    }
  };
  const round = async (): Promise<void> => {
    const stale = await inTurn(() => database.query<StaleTable>(STALE_TABLES));
    for (const { name } of stale?.rows ?? []) await inTurn(() => database.exec(`VACUUM (ANALYZE) ${name}`));
  };
  const schedule = (): void => {
    if (isStopped) return;
    // A round that fails (a table was just dropped, say) costs nothing but its work; the next one comes.
    timer = setTimeout(
      () =>
        void round()
          .catch(() => undefined)
          .finally(schedule),
      INTERVAL_MS,
    ).unref();
  };
  schedule();
  return {
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
