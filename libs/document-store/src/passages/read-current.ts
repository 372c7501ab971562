import { accessFilter, type Database } from '@ragfleet/postgres-connection';
import { Fault } from '@ragfleet/kernel';
import type { Passage, PassageReader } from '@ragfleet/rag-core';

const MAX_PASSAGES = 1_000;

/** One indexed read: what is current and readable of the passages asked for, in the order asked for. */
export function createReadCurrent(database: Database): PassageReader['readCurrent'] {
  return async (scope, passageIds, signal) => {
    if (passageIds.length === 0) return [];
    if (passageIds.length > MAX_PASSAGES)
      throw new Fault('invalid-input', `Ask for at most ${MAX_PASSAGES} passages at once.`);
    const filter = accessFilter(scope, 'document', 2);
    const text = `
      SELECT passage.passage_id AS "passageId", document.document_id AS "documentId", document.namespace, document.department,
        document.title, document.source, passage.headings, passage.ordinal, passage.text, passage.content_hash AS "contentHash"
      FROM unnest($1::text[]) WITH ORDINALITY AS asked (passage_id, position)
      JOIN passages AS passage ON passage.tenant_id = $2 AND passage.passage_id = asked.passage_id
      JOIN documents AS document ON document.document_key = passage.document_key
      WHERE ${filter.sql}
      ORDER BY asked.position`;
    return database.query<Passage>(text, [passageIds, ...filter.params], signal);
  };
}
