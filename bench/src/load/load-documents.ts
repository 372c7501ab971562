import { createClient } from '@ragfleet/client';
import { handbookText } from '../texts/handbook-text.ts';
import { inTurns } from './in-turns.ts';
import type { Asker } from './post-query.ts';

const DOCUMENTS = 20;
const DOCUMENT_CHARACTERS = 1_500;

/** Tenants whose documents are on their way at a time. */
const CONCURRENCY = 4;

/** Gives every tenant documents of its own and waits until all can be found. */
export const loadDocumentsOf = async (askers: readonly Asker[]): Promise<void> =>
  void (await inTurns(askers, CONCURRENCY, loadDocuments));

async function loadDocuments({ url, tenant }: Asker): Promise<void> {
  const client = createClient({ url, apiKey: tenant.key });
  const documents = Array.from({ length: DOCUMENTS }, (_, at) => ({
    id: `handbook-${at}`,
    title: `Handbook, part ${at}`,
    content: handbookText().slice(at * DOCUMENT_CHARACTERS, (at + 1) * DOCUMENT_CHARACTERS),
  }));
  const { id } = await client.documents.submit(documents);
  await client.ingestions.wait(id);
}
