import type { Database } from '@ragfleet/postgres-connection';
import type { PassReport } from '@ragfleet/rag-core';

/** How one source stands, for an operator. */
export interface SourceState {
  readonly tenantId: string;
  readonly source: string;
  readonly isPassing: boolean;
  readonly items: number;
  readonly documents: number;
  /** Null until its first pass has ended. */
  readonly lastPass: (PassReport & { readonly pass: number; readonly finishedAtMs: number }) | null;
}

const MAX_SOURCES = 500;

/** Every source that was ever passed over, by tenant and name; across tenants, for operators. */
export function readSourceStates(database: Database): Promise<SourceState[]> {
  return database.query<SourceState>(
    `SELECT source.tenant_id AS "tenantId", source.source,
      coalesce(source.holder IS NOT NULL AND source.lease_until > now(), false) AS "isPassing",
      item.items::float8 AS items, item.documents::float8 AS documents, last.pass AS "lastPass"
    FROM document_sources AS source
    CROSS JOIN LATERAL (SELECT
      (SELECT count(*) FROM source_items AS item
        WHERE item.tenant_id = source.tenant_id AND item.source = source.source) AS items,
      (SELECT count(*) FROM source_documents AS own
        WHERE own.tenant_id = source.tenant_id AND own.source = source.source AND NOT own.stale) AS documents) AS item
    LEFT JOIN LATERAL (SELECT jsonb_build_object('pass', pass, 'outcome', outcome, 'reason', reason, 'counts', counts,
        'errors', errors, 'finishedAtMs', floor(extract(epoch FROM finished_at) * 1000)) AS pass
      FROM source_passes WHERE tenant_id = source.tenant_id AND source_passes.source = source.source
      ORDER BY source_passes.pass DESC LIMIT 1) AS last ON true
    ORDER BY source.tenant_id, source.source LIMIT $1`,
    [MAX_SOURCES],
  );
}
