import { type Clock, systemClock } from '@ragfleet/kernel';
import { type Database, runMigrations } from '@ragfleet/postgres-connection';
import type { VectorIndex } from '@ragfleet/rag-core';
import { readEngine } from './engine.ts';
import { DEFAULT_GRAPH, type GraphMethod, graphPrefix, isMadeBy } from './graphs.ts';
import { keepGraphs } from './keep-graphs.ts';
import { createLargeSets } from './large-sets.ts';
import { createSearchDense } from './search-dense.ts';
import { searchFunction } from './search-function.ts';
import { type VectorTable, vectorTable } from './vector-table.ts';
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
/** The embedded engine does nothing else while a graph is made: it begins early, when that is short, and grows by row. */
const EMBEDDED_GRAPH_ROWS = 2_000;

/** pgvector, on a server or on the embedded database: the same statements on both. Makes the model's table first. */
export async function openPgvectorIndex(options: OpenPgvectorIndex): Promise<PgvectorIndex> {
  const { database, dimension, exactRows = EXACT_ROWS, graph: method = DEFAULT_GRAPH } = options;
  const { clock = systemClock, onError = () => undefined } = options;
  const table = vectorTable(options.model, dimension);
  await runMigrations(database, { component: table.name, migrations: table.migrations });
  const engine = await readEngine(database);
  const { name: functionName, sql } = searchFunction(table, engine.isIterative);
  await runMigrations(database, { component: functionName, migrations: [{ name: 'search', sql }] });
  const minRows = engine.isEmbedded ? Math.min(EMBEDDED_GRAPH_ROWS, exactRows) : exactRows;
  const keeper = keepGraphs({ database, table, method, minRows, clock, onError });
  const onGraph = (tenantId: string, graph: string | null): void => {
    if (graph === null || !isMadeBy(method, graphPrefix(table, tenantId), graph))
      keeper.consider(tenantId, 0);
  };
  const largeSets = createLargeSets(clock);
  const search = { table, dimension, functionName, exactRows, largeSets, onGraph };
  const indexOn = (target: Database): VectorIndex => ({
    name: 'pgvector',
    searchDense: createSearchDense({ ...search, database: target }),
    existing: (tenantId, passageIds, signal) => readExisting(target, table, tenantId, passageIds, signal),
    ...createWrites({ database: target, table, dimension, keeper }),
  });
  return {
    index: indexOn(database),
    replica: indexOn,
    idle: () => keeper.idle(),
    close: () => keeper.close(),
  };
}

async function readExisting(
  database: Database,
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
