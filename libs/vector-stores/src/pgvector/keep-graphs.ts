import type { Clock } from '@ragfleet/kernel';
import { buildGraph, type BuildGraph } from './build-graph.ts';

/** Looks after the graphs of large tenants in the background: told what changed, it looks now and then. */
export interface GraphKeeper {
  /** Says that so many rows of a tenant changed, or that a search missed its graph. Returns at once. */
  consider(tenantId: string, changedRows: number): void;
  /** Resolves when nothing is left to look at. */
  idle(): Promise<void>;
  close(): void;
}

/** Keeps none. */
export const NO_GRAPHS: GraphKeeper = {
  consider: () => undefined,
  idle: () => Promise.resolve(),
  close: () => undefined,
};

export interface KeepGraphs extends BuildGraph {
  readonly clock: Clock;
  /** Hears of builds that failed; the next change or search tries again. */
  readonly onError: (error: unknown) => void;
}

/** A look is a count of the tenant's rows. */
const LOOK_EVERY_MS = 60_000;
const LOOK_EVERY_ROWS = 1_000;
/** Far more than this process writes or searches within a minute; beyond it the oldest is forgotten, and looked at sooner. */
const MAX_TENANTS = 10_000;

interface Look {
  readonly atMs: number;
  readonly rowsSince: number;
}

export function keepGraphs(options: KeepGraphs): GraphKeeper {
  const { clock } = options;
  const looks = new Map<string, Look>();
  const waiting = new Set<string>();
  let running: Promise<void> | null = null;
  let isClosed = false;

  const work = async (): Promise<void> => {
    for (const tenantId of waiting) {
      waiting.delete(tenantId);
      if (isClosed) return;
      await buildGraph(options, tenantId).catch((error: unknown) => {
        if (!isClosed) options.onError(error);
      });
    }
  };
  const start = (): void => {
    running ??= work().finally(() => {
      running = null;
      if (waiting.size > 0 && !isClosed) start();
    });
  };
  const isDue = (tenantId: string, changedRows: number): boolean => {
    const last = looks.get(tenantId);
    const rowsSince = (last?.rowsSince ?? 0) + changedRows;
    const due =
      last === undefined || rowsSince >= LOOK_EVERY_ROWS || clock.monotonicMs() - last.atMs >= LOOK_EVERY_MS;
    looks.delete(tenantId);
    looks.set(tenantId, due ? { atMs: clock.monotonicMs(), rowsSince: 0 } : { atMs: last.atMs, rowsSince });
    const [oldest] = looks.keys();
    if (looks.size > MAX_TENANTS && oldest !== undefined) looks.delete(oldest);
    return due;
  };
  return {
    consider(tenantId, changedRows) {
      if (isClosed || !isDue(tenantId, changedRows)) return;
      waiting.add(tenantId);
      start();
    },
    async idle() {
      await running;
      if (running !== null) await this.idle();
    },
    close() {
      isClosed = true;
    },
  };
}
