import type { Database, Session } from '@ragfleet/postgres-connection';
import { type GraphMethod, type GraphPlan, graphPrefix, planGraph, type StoredGraph } from './graphs.ts';
import type { VectorTable } from './vector-table.ts';

/** A graph of ten million vectors takes hours; what has hung is ended all the same. */
const BUILD_TIMEOUT_MS = 6 * 60 * 60 * 1_000;
/**
 * The embedded engine does nothing else while a graph is made, and takes seconds for a thousand rows. So an HNSW graph
 * begins with the first rows and grows by row; lists need rows to be made of.
 */
const EMBEDDED_GRAPH_ROWS = { hnsw: 1, ivfflat: 500 };

export interface BuildGraph {
  readonly database: Database;
  readonly table: VectorTable;
  readonly method: GraphMethod;
  /** A tenant with fewer rows needs no graph: its searches are exact. */
  readonly exactRows: number;
}

interface GraphState {
  readonly rows: number;
  /** The partition that holds the tenant; null for a tenant without rows. */
  readonly leaf: string | null;
  readonly stored: readonly StoredGraph[];
  readonly isEmbedded: boolean;
}

interface Change {
  readonly create: GraphPlan | null;
  readonly drop: readonly StoredGraph[];
}

/**
 * Gives a tenant the graph that its rows deserve. Nothing is ever built on an empty table; a new graph is finished
 * before the old one goes, and both happen CONCURRENTLY, so searches and writes go on meanwhile. One build a table at a
 * time, whoever asks: false when another process is at it.
 */
export async function buildGraph(options: BuildGraph, tenantId: string): Promise<boolean> {
  const { database, table } = options;
  const before = changeOf(options, tenantId, await readState(database, table, tenantId));
  if (before.create === null && before.drop.length === 0) return true;
  const lock = { key: `graphs of ${table.name}`, statementTimeoutMs: BUILD_TIMEOUT_MS };
  return database.underLock(lock, async (session) => {
    // Looked at again: what was missing may have been built while this process came for the lock.
    const state = await readState(session, table, tenantId);
    await applyChange(session, options, { tenantId, leaf: state.leaf }, changeOf(options, tenantId, state));
  });
}

function changeOf({ method, table, exactRows }: BuildGraph, tenantId: string, state: GraphState): Change {
  const minRows = state.isEmbedded ? Math.min(EMBEDDED_GRAPH_ROWS[method.kind], exactRows) : exactRows;
  // Between half of the bound and the bound what is there stays, so that a tenant on the edge does not build and drop.
  if (state.rows < minRows / 2) return { create: null, drop: state.stored };
  const valid = state.stored.filter(({ isValid }) => isValid);
  const abandoned = state.stored.filter(({ isValid }) => !isValid);
  if (state.rows < minRows) return { create: null, drop: abandoned };
  const plan = planGraph(method, graphPrefix(table, tenantId), state.rows, state.stored);
  const isThere = valid.some(({ name }) => name === plan.name);
  return { create: isThere ? null : plan, drop: state.stored.filter(({ name }) => name !== plan.name) };
}

async function readState(session: Session, table: VectorTable, tenantId: string): Promise<GraphState> {
  const stored = await session.query<StoredGraph>(
    `SELECT class.relname::text AS name, pg_index.indisvalid AS "isValid"
    FROM pg_class AS class JOIN pg_index ON pg_index.indexrelid = class.oid
    WHERE starts_with(class.relname, $1)
      AND class.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = $2::regclass)`,
    [graphPrefix(table, tenantId), table.name],
  );
  const [counted] = await session.query<Omit<GraphState, 'stored'>>(
    `SELECT count(*)::integer AS rows, version() LIKE '%PGlite%' AS "isEmbedded",
      (SELECT tableoid::regclass::text FROM ${table.name} WHERE tenant_id = $1 LIMIT 1) AS leaf
    FROM ${table.name} WHERE tenant_id = $1`,
    [tenantId],
  );
  return { rows: 0, leaf: null, isEmbedded: false, ...counted, stored };
}

async function applyChange(
  session: Session,
  { table, method }: BuildGraph,
  { tenantId, leaf }: { readonly tenantId: string; readonly leaf: string | null },
  { create, drop }: Change,
): Promise<void> {
  // An abandoned graph of the wanted name would be taken for the wanted one.
  if (create !== null && leaf !== null) {
    await session.query(`DROP INDEX CONCURRENTLY IF EXISTS ${create.name}`);
    // Utility statements take no parameters, so the server quotes the tenant.
    const [statement] = await session.query<{ text: string }>(
      `SELECT format('CREATE INDEX CONCURRENTLY IF NOT EXISTS %I ON %s USING ${method.kind} (embedding ${table.operatorClass})
        WITH (${create.options}) WHERE tenant_id = %L', $1::text, $2::text, $3::text) AS text`,
      [create.name, leaf, tenantId],
    );
    await session.query(statement?.text ?? '');
  }
  for (const { name } of drop) await session.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
}
