import { createHash } from 'node:crypto';
import { Fault } from '@ragfleet/kernel';
import type { Database } from '@ragfleet/postgres-connection';
import type { SourcePass } from '@ragfleet/rag-core';

/** A key may be longer than an index takes. */
export const itemIdOf = (key: string): string => createHash('sha256').update(key).digest('base64url');

/**
 * Runs one write of a pass, in one statement with the proof that the pass still holds its source: `body` is the text of a
 * data-modifying query under `EXISTS (SELECT FROM held)`, its own parameters begin at $4. Fault `conflict` when another
 * pass has taken over.
 */
export async function fenced(
  database: Database,
  { tenantId, source, pass }: SourcePass,
  body: string,
  params: readonly unknown[] = [],
): Promise<void> {
  const rows = await database.query<{ held: number }>(
    `WITH held AS MATERIALIZED (
      SELECT 1 AS held FROM document_sources
      WHERE tenant_id = $1 AND source = $2 AND pass = $3 AND holder IS NOT NULL FOR SHARE
    ), written AS (${body} RETURNING 1)
    SELECT held FROM held`,
    [tenantId, source, pass, ...params],
  );
  if (rows.length === 0) throw new Fault('conflict', 'Another pass over this source has taken over.');
}
