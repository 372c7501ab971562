import { createHash, randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { DocumentInput } from '@ragfleet/contracts';
import { DEFAULT_NAMESPACE, Fault, type InputProblem } from '@ragfleet/kernel';
import type { Database } from '@ragfleet/postgres-connection';
import type { AcceptIngestion } from '../contract.ts';
import { storableMetadata, storableText } from './storable-text.ts';

/** A document as `add_documents` reads it. */
export interface AcceptedDocument {
  readonly id: string;
  readonly ordinal: number;
  readonly title: string;
  readonly source: string | null;
  readonly namespace: string;
  readonly department: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly content: string;
  readonly content_hash: string;
  readonly size_bytes: number;
}

const CHARACTERS_PER_TURN = 1024 * 1024;

/** Stores an ingestion, its documents' bytes and their pending versions in one statement; returns its id. */
export async function storeIngestion(
  database: Pick<Database, 'query'>,
  command: AcceptIngestion,
): Promise<string> {
  const documents = await acceptedDocuments(command.documents);
  refuseRepeatedIds(documents);
  const ingestionId = `ing_${randomUUID()}`;
  await database.query('SELECT accept_ingestion($1, $2, $3, $4, $5::jsonb, $6)', [
    command.tenantId,
    ingestionId,
    command.principalId,
    command.callbackUrl,
    JSON.stringify(documents),
    command.embedding ?? 'realtime',
  ]);
  return ingestionId;
}

/** Hashing 16 MB takes a tenth of a second: everybody else's requests get their turn in between. */
async function acceptedDocuments(inputs: readonly DocumentInput[]): Promise<AcceptedDocument[]> {
  const documents: AcceptedDocument[] = [];
  let characters = 0;
  for (const [ordinal, input] of inputs.entries()) {
    documents.push(acceptedDocument(input, ordinal));
    characters += input.content.length;
    if (characters < CHARACTERS_PER_TURN) continue;
    characters = 0;
    await setImmediate();
  }
  return documents;
}

/** What of it PostgreSQL cannot hold is blanked. */
export function acceptedDocument(input: DocumentInput, ordinal: number): AcceptedDocument {
  const title = storableText(input.title);
  const source = input.source === undefined ? null : storableText(input.source);
  const content = storableText(input.content);
  return {
    id: input.id ?? `doc_${randomUUID()}`,
    ordinal,
    title,
    source,
    namespace: input.namespace ?? DEFAULT_NAMESPACE,
    department: input.department ?? null,
    metadata: storableMetadata(input.metadata ?? {}),
    content,
    content_hash: createHash('sha256')
      .update(JSON.stringify([title, source, content]))
      .digest('hex'),
    size_bytes: Buffer.byteLength(content),
  };
}

function refuseRepeatedIds(documents: readonly AcceptedDocument[]): void {
  const seen = new Set<string>();
  const problems: InputProblem[] = [];
  for (const { id, ordinal } of documents) {
    if (seen.has(id))
      problems.push({ pointer: `/documents/${ordinal}/id`, message: 'Name each document once.' });
    seen.add(id);
  }
  if (problems.length > 0)
    throw new Fault('invalid-input', 'A document appears twice in one request. Send each once.', {
      problems,
    });
}
