import { accessFilter, type Database } from '@ragfleet/postgres-connection';
import type { DenseCandidate, VectorIndex } from '@ragfleet/rag-core';
import type { Prepared } from '../prepare-once.ts';
import { requireDimension, vectorText } from '../vector-values.ts';
import { graphPrefix } from './graphs.ts';
import type { LargeSets } from './large-sets.ts';
import { readablePlaces } from './readable-places.ts';
import type { VectorTable } from './vector-table.ts';

const MAX_RESULTS = 1_000;
/** How many candidates the graph search keeps: from a floor that gives its recall to pgvector's own bound. */
const MIN_EF_SEARCH = 100;
const MAX_EF_SEARCH = 1_000;

export interface SearchDense {
  readonly database: Database;
  readonly table: VectorTable;
  readonly dimension: number;
  /** The name of the search function, once it is there. */
  readonly functionName: Prepared<string>;
  /** Up to so many readable rows every one of them is compared. At least as many as a search can ask for. */
  readonly exactRows: number;
  readonly largeSets: LargeSets;
  /** Hears which graph served a large tenant; null when there was none. */
  readonly onGraph: (tenantId: string, graph: string | null) => void;
}

interface FoundRow {
  readonly tenantId: string;
  readonly passageId: string;
  readonly distance: number;
  readonly isExact: boolean;
  /** Empty where the search did not come as far as a graph. */
  readonly graph: string | null;
}

/** The nearest readable passages by cosine, in one statement that has the access filter inside. */
export function createSearchDense(options: SearchDense): VectorIndex['searchDense'] {
  const { database, table, dimension, functionName, exactRows, largeSets, onGraph } = options;
  return async (scope, vector, limit, signal) => {
    requireDimension(vector, dimension);
    const count = Math.min(limit, MAX_RESULTS);
    const depth = Math.min(MAX_EF_SEARCH, Math.max(MIN_EF_SEARCH, 2 * count));
    const { tenantId } = scope.access;
    const places = readablePlaces(scope);
    const rows = await database.query<FoundRow>(
      `SELECT * FROM ${await functionName(signal)}($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        vectorText(vector),
        count,
        largeSets.has(scope) ? 0 : exactRows,
        depth,
        graphPrefix(table, tenantId),
        ...accessFilter(scope, 'stored', 6).params,
        places.namespaces,
        places.departmentNamespaces,
      ],
      signal,
    );
    const [first] = rows;
    if (first !== undefined && first.graph !== '') onGraph(tenantId, first.graph);
    if (rows.length > 0 && rows.every(({ isExact }) => !isExact)) largeSets.add(scope);
    return candidatesOf(rows);
  };
}

/** Where a graph found too little the exact rows follow, and are all that is needed. */
function candidatesOf(rows: readonly FoundRow[]): DenseCandidate[] {
  const exact = rows.filter(({ isExact }) => isExact);
  return (exact.length > 0 ? exact : rows).map(({ tenantId, passageId, distance }) => ({
    tenantId,
    passageId,
    score: 1 - distance,
  }));
}
