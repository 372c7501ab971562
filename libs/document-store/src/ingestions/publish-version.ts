import { setImmediate } from 'node:timers/promises';
import { Fault } from '@ragfleet/kernel';
import type { Database } from '@ragfleet/postgres-connection';
import type { ClaimedDocument, NewPassage, Publication, VectorUpkeepTask } from '@ragfleet/rag-core';
import { detectLanguage } from '../keyword/detect-language.ts';
import type { Language } from '../keyword/languages.ts';
import { passageTerms } from '../keyword/passage-terms.ts';
import { storableText } from './storable-text.ts';

interface PublicationRow {
  readonly result: 'published' | 'superseded' | 'lost';
  readonly leftover: readonly string[];
  readonly namespace: string | null;
  readonly department: string | null;
  readonly isRelabeled: boolean;
  readonly changedNamespaces: readonly string[];
}

export async function publishVersion(
  database: Database,
  document: ClaimedDocument,
  passages: readonly NewPassage[],
  outcome: 'embedded' | 'unchanged',
): Promise<Publication> {
  const { tenantId, documentId, version, runId, namespace, department } = document;
  const items = await itemsOf(document, passages);
  const [row] = await database.query<PublicationRow>(
    `SELECT result, leftover, relabel_namespace AS namespace, relabel_department AS department, is_relabeled AS "isRelabeled",
      changed_namespaces AS "changedNamespaces"
    FROM publish_document($1, $2, $3, $4, $5, $6, $7, $8::jsonb)`,
    [tenantId, documentId, version, runId, outcome, namespace, department, JSON.stringify(items)],
  );
  if (row === undefined) throw new Fault('internal', 'The document store did not say what it published.');
  if (row.result === 'lost') return { status: 'lost' };
  const upkeep = taskOf(document, row);
  if (row.result === 'superseded') return { status: 'superseded', upkeep };
  return { status: 'published', upkeep, changedNamespaces: row.changedNamespaces };
}

/** A passage takes a fraction of a millisecond: thousands of them must not hold the event loop. */
const PASSAGES_PER_TURN = 50;

async function itemsOf(document: ClaimedDocument, passages: readonly NewPassage[]): Promise<object[]> {
  const language = detectLanguage(sampleOf(passages));
  const items: object[] = [];
  for (const passage of passages) {
    items.push(itemOf(document.title, passage, language));
    if (items.length % PASSAGES_PER_TURN === 0) await setImmediate();
  }
  return items;
}

/** The beginning, the middle and the end: the content itself is not held that long. */
function sampleOf(passages: readonly NewPassage[]): string {
  const places = new Set([0, Math.floor(passages.length / 2), passages.length - 1]);
  return [...places].map((at) => passages[at]?.text ?? '').join('\n');
}

function itemOf(title: string, passage: NewPassage, language: Language): object {
  return {
    id: passage.passageId,
    ordinal: passage.ordinal,
    headings: passage.headings.map(storableText),
    text: storableText(passage.text),
    content_hash: passage.contentHash,
    ...passageTerms(title, passage, language),
  };
}

function taskOf({ tenantId, documentId }: ClaimedDocument, row: PublicationRow): VectorUpkeepTask | null {
  const { leftover, isRelabeled, namespace, department } = row;
  if (leftover.length === 0 && !isRelabeled) return null;
  const labels = isRelabeled && namespace !== null ? { namespace, department } : null;
  return { tenantId, documentId, isDeleted: false, leftoverPassageIds: leftover, labels };
}
