import type { Database } from '@ragfleet/postgres-connection';
import type {
  ClaimDocuments,
  ClaimedDocument,
  ClaimedPage,
  DocumentOutcome,
  IngestionRun,
} from '@ragfleet/rag-core';

interface DocumentRow
  extends Omit<ClaimedDocument, 'tenantId' | 'runId' | 'published' | 'unannouncedNamespaces'> {
  readonly pageEnd: number;
  readonly publishedAs: 'embedded' | 'unchanged' | null;
  readonly passages: number;
}

/** Says where the page ends, and nothing of a document. */
interface HeadRow {
  readonly pageEnd: number;
  readonly documentId: null;
}

const isDocument = (row: DocumentRow | HeadRow): row is DocumentRow => row.documentId !== null;

/** No row at all: there is no page. */
export async function claimDocuments(database: Database, claim: ClaimDocuments): Promise<ClaimedPage> {
  const { tenantId, ingestionId, runId } = claim.run;
  const rows = await database.query<DocumentRow | HeadRow>(
    `SELECT page_end AS "pageEnd", document_id AS "documentId", version::float8 AS version, title, source, namespace, department,
      content, current_passages AS "currentPassageIds", doubtful AS "doubtfulPassageIds", published AS "publishedAs", passages
    FROM claim_documents($1, $2, $3, $4, $5, $6, $7)`,
    [tenantId, ingestionId, runId, claim.after, claim.maxDocuments, claim.maxBytes, claim.batchId],
  );
  const found = rows.filter(isDocument);
  const unannounced = await unannouncedOf(database, claim.run, found);
  const documents = found.map((row) =>
    claimed({ tenantId, runId }, row, unannounced.get(row.documentId) ?? []),
  );
  return { documents, next: rows[0]?.pageEnd ?? null };
}

/** A second statement, and only after a run that died between the publication and its record. */
async function unannouncedOf(
  database: Database,
  { tenantId, ingestionId }: IngestionRun,
  rows: readonly DocumentRow[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const published = rows.filter(({ publishedAs }) => publishedAs !== null);
  if (published.length === 0) return new Map();
  const items = await database.query<{ readonly id: string; readonly changed: readonly string[] | null }>(
    `SELECT document_id AS id, changed_namespaces AS changed FROM ingestion_documents
    WHERE tenant_id = $1 AND ingestion_id = $2 AND document_id = ANY ($3)`,
    [tenantId, ingestionId, published.map(({ documentId }) => documentId)],
  );
  const changedOf = new Map(items.map(({ id, changed }) => [id, changed]));
  // An older release did not say: the namespace that it is in is what that release would have announced.
  return new Map(
    published.map(({ documentId, namespace }) => [documentId, changedOf.get(documentId) ?? [namespace]]),
  );
}

function claimed(
  owner: Pick<ClaimedDocument, 'tenantId' | 'runId'>,
  row: DocumentRow,
  unannouncedNamespaces: readonly string[],
): ClaimedDocument {
  const { publishedAs, passages, pageEnd: _, ...document } = row;
  const published: DocumentOutcome | null = publishedAs === null ? null : { status: publishedAs, passages };
  return { ...owner, ...document, published, unannouncedNamespaces };
}
