import type { Database } from '@ragfleet/postgres-connection';
import type { ClaimDocuments, ClaimedDocument, ClaimedPage, DocumentOutcome } from '@ragfleet/rag-core';

interface DocumentRow extends Omit<ClaimedDocument, 'tenantId' | 'runId' | 'published'> {
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
  const documents = rows.filter(isDocument).map((row) => claimed({ tenantId, runId }, row));
  return { documents, next: rows[0]?.pageEnd ?? null };
}

function claimed(owner: Pick<ClaimedDocument, 'tenantId' | 'runId'>, row: DocumentRow): ClaimedDocument {
  const { publishedAs, passages, pageEnd: _, ...document } = row;
  const published: DocumentOutcome | null = publishedAs === null ? null : { status: publishedAs, passages };
  return { ...owner, ...document, published };
}
