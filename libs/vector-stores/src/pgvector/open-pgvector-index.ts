import { type Clock, systemClock } from '@ragfleet/kernel';
import { type Database, runMigrations } from '@ragfleet/postgres-connection';
import type { VectorIndex } from '@ragfleet/rag-core';
import { isIterative } from './engine.ts';
import { prepareOnce } from '../prepare-once.ts';
import { DEFAULT_GRAPH, type GraphMethod, graphPrefix, isMadeBy } from './graphs.ts';
import { keepGraphs, NO_GRAPHS } from './keep-graphs.ts';
import { createLargeSets } from './large-sets.ts';
import { createSearchDense } from './search-dense.ts';
import { searchFunction } from './search-function.ts';
import { type VectorTable, vectorTable } from './vector-table.ts';
import { onceReady, type VectorRows } from './vector-rows.ts';
import { createWrites } from './write-vectors.ts';

export interface OpenPgvectorIndex {
  /** Stays the caller's to close. */
  readonly database: Database;
  readonly dimension: number;
  /** The embedding model: vectors of two models never meet in one table. */
  readonly model: string;
  /** HNSW with m 16 and ef_construction 64 unless given. */
  readonly graph?: GraphMethod;
  /** Up to so many readable passages a search compares every one. */
  readonly exactRows?: number;
  /** Compares every readable passage, however many there are, and never makes a graph. */
  readonly isExact?: boolean;
  readonly clock?: Clock;
  /** Hears of graphs that could not be built; searches go on without. */
  readonly onError?: (error: unknown) => void;
}

export interface PgvectorIndex {
  readonly index: VectorIndex;
  /** The same table as a replica of the database has it, for searches alone. */
  replica(database: Database): VectorIndex;
  /** Resolves when no graph is being looked after any more. */
  idle(): Promise<void>;
  /** Leaves the database open. */
  close(): void;
}

/** Up to so many readable rows a search compares every one: it misses none, and a graph would save little. */
const EXACT_ROWS = 10_000;
const EVERY_ROW = 1_000_000_000;
const PREPARE_TIMEOUT_MS = 60_000;

/** pgvector, on a server or on the embedded database: the same statements on both. Makes the model's table first. */
export async function openPgvectorIndex(options: OpenPgvectorIndex): Promise<PgvectorIndex> {
  const { database, dimension, graph: method = DEFAULT_GRAPH, isExact = false } = options;
  const exactRows = isExact ? EVERY_ROW : (options.exactRows ?? EXACT_ROWS);
  const { clock = systemClock, onError = () => undefined } = options;
  const table = vectorTable(options.model, dimension);
  const functionName = await prepareOnce({
    store: 'The database of pgvector',
    timeoutMs: PREPARE_TIMEOUT_MS,
    prepare: () => prepareTable(database, table),
  });
  const keeper = isExact ? NO_GRAPHS : keepGraphs({ database, table, method, exactRows, clock, onError });
  const onGraph = (tenantId: string, graph: string | null): void => {
    if (graph === null || !isMadeBy(method, graphPrefix(table, tenantId), graph))
      keeper.consider(tenantId, 0);
  };
  const search = { table, dimension, functionName, exactRows, largeSets: createLargeSets(clock), onGraph };
  const indexOn = (target: Database): VectorIndex => {
    const rows = onceReady(target, functionName);
    return {
      name: 'pgvector',
      searchDense: createSearchDense({ ...search, database: target }),
      existing: (tenantId, passageIds, signal) => readExisting(rows, table, tenantId, passageIds, signal),
      ...createWrites({ rows, table, dimension, keeper, clock }),
    };
  };
  return {
    index: indexOn(database),
    replica: indexOn,
    idle: () => keeper.idle(),
    close: () => keeper.close(),
  };
}

/** Brings the table up to date, and its search function, whose name it gives. */
async function prepareTable(database: Database, table: VectorTable): Promise<string> {
  const { name: ownTable, migrations } = table;
  await runMigrations(database, { component: ownTable, migrations, ownTable });
  const { name, sql } = searchFunction(table, await isIterative(database));
  await runMigrations(database, { component: name, migrations: [{ name: 'search', sql }] });
  return name;
}

async function readExisting(
  database: VectorRows,
  table: VectorTable,
  ...[tenantId, passageIds, signal]: Parameters<VectorIndex['existing']>
): Promise<Set<string>> {
  const rows = await database.query<{ passageId: string }>(
    `SELECT passage_id AS "passageId" FROM ${table.name} WHERE tenant_id = $1 AND passage_id = ANY($2::text[])`,
    [tenantId, passageIds],
    signal,
  );
  return new Set(rows.map(({ passageId }) => passageId));
}
