import type { Database } from '@ragfleet/postgres-connection';
import type { SemanticIndex, SemanticMatch } from '@ragfleet/rag-core';
import { entryBytes } from '../entry-bytes.ts';
import { requireDimension } from '../require-dimension.ts';
import { onceTableIsThere } from './semantic-table.ts';

export interface PgvectorSemanticIndexOptions {
  /** Stays the caller's to close. Its statement timeout bounds every call. */
  readonly database: Database;
  /** 10,000 unless given. */
  readonly maxEntriesPerSpace?: number;
  readonly nowMs?: () => number;
}

const MAX_ENTRIES_PER_SPACE = 10_000;
/** Rows that one sweep deletes at the most: a statement that others can wait for. */
const SWEPT_ROWS = 500;
/** A space may be over its bound by so many adds of each process, or by one in a hundred of a small one. */
const ADDS_BETWEEN_SWEEPS = 64;
/** Housekeeping looks at the entries of a tenant that were added last. */
const MAX_ENTRIES_LOOKED_AT = 10_000;

interface FoundRow {
  readonly entryId: string;
  readonly spaceId: string;
  readonly distance: number;
}

/**
 * pgvector with exact search inside one space. The table is made by the first call that reaches the database. Every
 * write is one statement, also on the embedded database.
 */
export function createPgvectorSemanticIndex(options: PgvectorSemanticIndexOptions): SemanticIndex {
  const { database, nowMs = Date.now, maxEntriesPerSpace = MAX_ENTRIES_PER_SPACE } = options;
  const tableIsThere = onceTableIsThere(database);
  const query = async <Row extends object>(text: string, params: readonly unknown[]): Promise<Row[]> => {
    await tableIsThere();
    return database.query<Row>(text, params);
  };
  const sweepEvery = Math.max(1, Math.min(ADDS_BETWEEN_SWEEPS, Math.floor(maxEntriesPerSpace / 100)));
  let adds = 0;
  return {
    name: 'pgvector',
    maxEntriesPerSpace,
    search: async (space, { vector }, limit) => {
      requireDimension(vector, space);
      const params = [space.tenantId, space.spaceId, vectorText(vector), nowMs(), Math.max(0, limit)];
      return matchesOf(await query<FoundRow>(SEARCH, params));
    },
    add: async (space, { entryId, vector, expiresAtMs }) => {
      requireDimension(vector, space);
      entryBytes(entryId);
      const { tenantId, spaceId, model, dimension } = space;
      await query(ADD, [tenantId, spaceId, entryId, model, dimension, vectorText(vector), expiresAtMs]);
      adds += 1;
      if (adds % sweepEvery !== 0) return;
      await query(TRIM, [tenantId, spaceId, maxEntriesPerSpace, SWEPT_ROWS]);
      await query(SWEEP, [nowMs(), SWEPT_ROWS]);
    },
    remove: async ({ tenantId, spaceId }, entryIds) => {
      if (entryIds.length > 0) await query(REMOVE, [tenantId, spaceId, entryIds]);
    },
    nearestOfTenant: async ({ tenantId, model, vectors, limit }, signal) => {
      const nearest = [];
      for (const vector of vectors) {
        signal.throwIfAborted();
        const params = [tenantId, model, vector.length, vectorText(vector), nowMs(), MAX_ENTRIES_LOOKED_AT];
        const rows = await query<FoundRow>(NEAREST_OF_TENANT, [...params, Math.max(0, limit)]);
        nearest.push(...matchesOf(rows).map((match, at) => ({ ...match, spaceId: rows[at]?.spaceId ?? '' })));
      }
      return nearest;
    },
  };
}

const SEARCH = `
  SELECT entry_id AS "entryId", embedding <=> $3::halfvec AS distance
  FROM semantic_entries
  WHERE tenant_id = $1 AND space_id = $2 AND expires_at_ms > $4
  ORDER BY distance LIMIT $5`;

const ADD = `
  INSERT INTO semantic_entries (tenant_id, space_id, entry_id, model, dimension, embedding, expires_at_ms)
  VALUES ($1, $2, $3, $4, $5, $6::halfvec, $7)
  ON CONFLICT (tenant_id, space_id, entry_id) DO UPDATE SET
    model = excluded.model, dimension = excluded.dimension, embedding = excluded.embedding,
    expires_at_ms = excluded.expires_at_ms, added = excluded.added`;

/**
 * The oldest of a space, from the first one beyond its bound. The newest are counted in the index, which holds no
 * vectors. Rows that another process deletes at this moment are left to it.
 */
const TRIM = `
  DELETE FROM semantic_entries WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM semantic_entries WHERE tenant_id = $1 AND space_id = $2 AND added <= (
      SELECT added FROM semantic_entries WHERE tenant_id = $1 AND space_id = $2
      ORDER BY added DESC OFFSET $3 LIMIT 1)
    ORDER BY added LIMIT $4 FOR UPDATE SKIP LOCKED))`;

/** Of every tenant. */
const SWEEP = `
  DELETE FROM semantic_entries WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM semantic_entries WHERE expires_at_ms <= $1
    ORDER BY expires_at_ms LIMIT $2 FOR UPDATE SKIP LOCKED))`;

const REMOVE = `
  DELETE FROM semantic_entries WHERE tenant_id = $1 AND space_id = $2 AND entry_id = ANY($3::text[])`;

const NEAREST_OF_TENANT = `
  SELECT entry_id AS "entryId", space_id AS "spaceId", embedding <=> $4::halfvec AS distance
  FROM (
    SELECT entry_id, space_id, embedding FROM semantic_entries
    WHERE tenant_id = $1 AND model = $2 AND dimension = $3 AND expires_at_ms > $5
    ORDER BY added DESC LIMIT $6) AS newest
  ORDER BY distance LIMIT $7`;

const vectorText = (vector: Float32Array): string => `[${vector.join(',')}]`;

const matchesOf = (rows: readonly FoundRow[]): SemanticMatch[] =>
  rows.map(({ entryId, distance }) => ({ entryId, similarity: 1 - distance }));
