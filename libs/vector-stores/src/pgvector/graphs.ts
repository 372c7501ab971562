import { digestOf } from '../space-name.ts';
import type { VectorTable } from './vector-table.ts';

/**
 * How a large tenant's vectors are indexed. HNSW: links of a node, and candidates looked at when one is added. IVFFlat:
 * √rows lists when it is built, 4 √lists of them read by a search.
 */
export type GraphMethod =
  | { readonly kind: 'hnsw'; readonly m: number; readonly efConstruction: number }
  | { readonly kind: 'ivfflat' };

export const DEFAULT_GRAPH: GraphMethod = { kind: 'hnsw', m: 16, efConstruction: 64 };

/** A graph as it should be. Its name says whose it is and how it was made. */
export interface GraphPlan {
  readonly name: string;
  /** What follows USING … WITH. */
  readonly options: string;
}

/** A graph as the database has it. An invalid one was left by a build that did not end. */
export interface StoredGraph {
  readonly name: string;
  readonly isValid: boolean;
}

/** Begins the name of every graph of a tenant, and of no other tenant's. */
export const graphPrefix = (table: VectorTable, tenantId: string): string =>
  `ann_${digestOf(table.name)}_${digestOf(tenantId, 16)}_`;

/** True for a graph of this method and these parameters, of whatever size. */
export const isMadeBy = (method: GraphMethod, prefix: string, graph: string): boolean =>
  method.kind === 'hnsw' ? graph === hnswName(prefix, method) : graph.startsWith(`${prefix}${method.kind}_`);

/** Lists suit the rows they were made for; with more than twice as many, each has become too long. */
const OUTGROWN = 2;

/** The graph that `rows` rows deserve: a stored one that still suits them, else a new one. */
export function planGraph(
  method: GraphMethod,
  prefix: string,
  rows: number,
  stored: readonly StoredGraph[],
): GraphPlan {
  if (method.kind === 'hnsw') {
    const options = `m = ${method.m}, ef_construction = ${method.efConstruction}`;
    return { name: hnswName(prefix, method), options };
  }
  const suiting = stored
    .filter(({ name, isValid }) => isValid && isMadeBy(method, prefix, name))
    .map(({ name }) => Number(name.split('_').at(-1)))
    .find((lists) => rows <= OUTGROWN * lists * lists);
  const lists = suiting ?? Math.round(Math.sqrt(rows));
  return { name: `${prefix}${method.kind}_${lists}`, options: `lists = ${lists}` };
}

const hnswName = (prefix: string, method: Extract<GraphMethod, { kind: 'hnsw' }>): string =>
  `${prefix}hnsw_${method.m}_${method.efConstruction}`;
