import type { Database } from '@ragfleet/postgres-connection';
import type { ClaimDocuments, ClaimedDocument, ClaimedPage, DocumentOutcome } from '@ragfleet/rag-core';

interface ClaimedRow {
  readonly pageEnd: number;
  readonly document: Omit<ClaimedDocument, 'tenantId' | 'runId' | 'published'> & {
    readonly publishedAs: 'embedded' | 'unchanged' | null;
    readonly passages: number;
  };
}

type Row = Pick<ClaimedRow, 'pageEnd'> & {
  [Key in keyof ClaimedRow['document']]: ClaimedRow['document'][Key] | null;
};

/** The first row says where the page ends; none at all that there is no page. */
export async function claimDocuments(database: Database, claim: ClaimDocuments): Promise<ClaimedPage> {
  const { tenantId, ingestionId, runId } = claim.run;
  const [head, ...rows] = await database.query<Row>(
    `SELECT page_end AS "pageEnd", document_id AS "documentId", version::float8 AS version, title, source, namespace, department,
      content, current_passages AS "currentPassageIds", doubtful AS "doubtfulPassageIds", published AS "publishedAs", passages
    FROM claim_documents($1, $2, $3, $4, $5, $6, $7)`,
    [tenantId, ingestionId, runId, claim.after, claim.maxDocuments, claim.maxBytes, claim.batchId],
  );
  if (head === undefined) return { documents: [], next: null };
  return { documents: rows.map((row) => claimed({ tenantId, runId }, row)), next: head.pageEnd };
}

function claimed(owner: Pick<ClaimedDocument, 'tenantId' | 'runId'>, row: Row): ClaimedDocument {
  // Every row but the first is a document: its columns are not null where the table's are not.
  const { publishedAs, passages, ...document } = row as ClaimedRow['document'];
  const published: DocumentOutcome | null = publishedAs === null ? null : { status: publishedAs, passages };
  return { ...owner, ...document, published };
}
