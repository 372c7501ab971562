import { withinBudget } from '@ragfleet/kernel';
import type { Database } from './contract.ts';

/** The metrics of a process, as far as this is one of them. */
export interface PostgresMetrics {
  beforeRender(measure: () => Promise<void>): void;
  set(key: 'postgresReady', labels: Readonly<Record<string, string>>, value: number): void;
}

const ANSWER_MS = 1_000;
const NOBODY_LEAVES = new AbortController().signal;

/**
 * Measures with each scrape whether PostgreSQL answers within a second over the pool that the process works with. It asks one
 * thing at a time: of a server that hangs, scrapes hold one connection.
 */
export function measurePostgres(database: Pick<Database, 'query'>, metrics: PostgresMetrics): void {
  let asking: Promise<boolean> | null = null;
  const answers = (): Promise<boolean> => {
    asking ??= database
      .query('SELECT 1')
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        asking = null;
      });
    return asking;
  };
  metrics.beforeRender(async () => {
    const isReady = await withinBudget(ANSWER_MS, NOBODY_LEAVES, answers).catch(() => false);
    metrics.set('postgresReady', {}, Number(isReady));
  });
}
