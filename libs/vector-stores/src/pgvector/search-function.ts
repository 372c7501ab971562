import { accessFilter } from '@ragfleet/postgres-connection';
import type { SearchScope } from '@ragfleet/rag-core';
import { digestOf } from '../space-name.ts';
import type { VectorTable } from './vector-table.ts';

/**
 * The function that searches one table. Its name carries a digest of its text: a newer version brings its own and
 * leaves the one that older processes call, so a rolling deployment never runs one version's text for the other.
 */
export interface SearchFunction {
  readonly name: string;
  readonly sql: string;
}

/** The rule is the same text for every scope: what differs is in its parameters. */
const ANY_SCOPE: SearchScope = {
  access: { tenantId: '', readsAll: false, namespaces: [], department: null },
  namespaces: null,
};
const READABLE = accessFilter(ANY_SCOPE, 'stored', 6).sql;

/**
 * Parameters: 1 vector, 2 rows wanted, 3 readable rows up to which the search is exact, 4 depth of the graph search,
 * 5 prefix of the names of the tenant's graphs, 6-10 the access filter, 11 and 12 the readable places.
 *
 * First it counts what the caller may read, from indexes alone and no further than it has to. A small set is compared
 * whole: a graph that is walked with a filter that keeps little finds little. A large one goes through the tenant's
 * own graph, and is compared whole after all where the graph came back with too little. The planner is not asked: it
 * takes the distance of two long vectors for as cheap as an addition, and would sort a hundred thousand of them.
 *
 * Every setting is local (`set_config(…, true)` is SET LOCAL), and a call is one statement and so one transaction: the
 * pooled connection goes back as it was. The embedded database takes no transactions of several statements.
 */
export function searchFunction(table: VectorTable, isIterative: boolean): SearchFunction {
  const text = `
RETURNS TABLE ("tenantId" text, "passageId" text, "distance" double precision, "isExact" boolean, "graph" text)
LANGUAGE plpgsql AS $body$
#variable_conflict use_column
DECLARE
  readable integer;
  found integer;
  used text;
  probes integer;
BEGIN
  PERFORM set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'off', true),
    set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true), set_config('jit', 'off', true);
  SELECT graphs.name, graphs.probes INTO used, probes FROM (${newestGraph(table)}) AS graphs;
  IF used IS NULL OR $11 IS NOT NULL THEN
    SELECT count(*) INTO readable FROM (SELECT 1 FROM (${inPlaces(table, 'passage_id', 'LIMIT $3 + 1')}) AS place LIMIT $3 + 1) AS bounded;
    IF readable <= $3 THEN
      RETURN QUERY SELECT exact.*, true, '' FROM (${exactly(table)}) AS exact;
      RETURN;
    END IF;
  END IF;
  PERFORM set_config('hnsw.ef_search', $4::text, true), set_config('ivfflat.probes', coalesce(probes, 1)::text, true)${isIterative ? ITERATIVE : ''};
  RETURN QUERY SELECT near.*, false, used FROM (
    SELECT stored.tenant_id, stored.passage_id, stored.embedding <=> $1 AS distance FROM ${table.name} AS stored
    WHERE ${READABLE} ORDER BY stored.embedding <=> $1 LIMIT 2 * $2) AS near
    ORDER BY near.distance, near.passage_id LIMIT $2;
  GET DIAGNOSTICS found = ROW_COUNT;
  IF found < $2 THEN
    RETURN QUERY SELECT exact.*, true, used FROM (${exactly(table)}) AS exact;
  END IF;
END
$body$`;
  const name = `${table.name}_${digestOf(text)}`;
  const parameters = `${table.kind}, integer, integer, integer, text, text, boolean, text[], text, text[], text[], text[]`;
  return { name, sql: `CREATE FUNCTION ${name}(${parameters})${text}` };
}

/** Since 0.8 a filtered search goes on until it has enough rows, instead of filtering what one round found. */
const ITERATIVE = `,
    set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('ivfflat.iterative_scan', 'relaxed_order', true)`;

/** The nearest readable rows, every one compared. Nothing is added to a distance, but no index has the sum. */
const exactly = (table: VectorTable): string => `
    SELECT stored.tenant_id, stored.passage_id, (stored.embedding <=> $1) + 0 AS distance
    FROM (${inPlaces(table, '*', '')}) AS stored WHERE ${READABLE} ORDER BY 3, 2 LIMIT $2`;

/**
 * The rows of the readable places, each once. A place is written as a range that the order repeats: only the index that
 * begins with those columns has that order, so the way there never depends on what the planner believes of a namespace.
 */
function inPlaces(table: VectorTable, columns: string, bound: string): string {
  const stored = `SELECT stored.${columns} FROM ${table.name} AS stored WHERE stored.tenant_id = $6`;
  const inNamespace = 'AND stored.namespace >= place.namespace AND stored.namespace <= place.namespace';
  const inDepartment = 'AND stored.department >= $9 AND stored.department <= $9';
  return [
    `(${stored} AND $11 IS NULL ORDER BY stored.passage_id ${bound})`,
    `(SELECT inside.* FROM unnest($11) AS place (namespace) CROSS JOIN LATERAL (${stored} ${inNamespace}
      ORDER BY stored.namespace, stored.passage_id ${bound}) AS inside)`,
    `(${stored} ${inDepartment} AND NOT $7 AND $12 IS NULL AND NOT stored.namespace = ANY($11)
      ORDER BY stored.department, stored.namespace, stored.passage_id ${bound})`,
    `(SELECT inside.* FROM unnest($12) AS place (namespace) CROSS JOIN LATERAL (${stored} ${inDepartment} ${inNamespace}
      ORDER BY stored.department, stored.namespace, stored.passage_id ${bound}) AS inside)`,
  ].join(' UNION ALL ');
}

/**
 * The tenant's graph that was finished last, and how many lists a search reads where it is an IVFFlat one. Not √lists,
 * as the rule goes: with that, recall.integration.test.ts falls below 0.98; four times as many lists hold it.
 */
const newestGraph = (table: VectorTable): string => `
    SELECT class.relname::text AS name, (SELECT ceil(4 * sqrt(option_value::integer))::integer
      FROM pg_options_to_table(class.reloptions) WHERE option_name = 'lists') AS probes
    FROM pg_class AS class JOIN pg_index ON pg_index.indexrelid = class.oid
    WHERE class.relname >= $5::name AND class.relname < ($5 || '~')::name AND pg_index.indisvalid
      AND class.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = '${table.name}'::regclass)
    ORDER BY class.oid DESC LIMIT 1`;
