import type { NewDocument, RagfleetClient } from '@ragfleet/client';
import { expectThat, type TourContext, type TourStep } from '../tour-context.ts';

// One request stays far below the 16 MB and the 1,000 documents that it may have.
const MAX_DOCUMENTS = 200;
const MAX_CHARACTERS = 2_000_000;
const WAIT_MS = 180_000;
const MAX_UNREAD_SHOWN = 20;

export const loadDocuments: readonly TourStep[] = [
  {
    name: 'load the handbook through the API',
    run: ({ as, corpus, signal }) => load(as('admin'), corpus.handbook, signal),
  },
  {
    name: 'load the other tenant’s documents',
    run: ({ asOtherTenant, corpus, signal }) => load(asOtherTenant(), corpus.otherTenant, signal),
  },
];

export const loadOwnDocuments: TourStep = {
  name: 'load your documents',
  run: async ({ as, corpus, signal }: TourContext) => {
    const loaded = await load(as('admin'), corpus.own, signal);
    const unread = corpus.unread.map(({ source, error }) => `not read: ${source}. ${error.message}`);
    return [loaded, ...unread.slice(0, MAX_UNREAD_SHOWN)].join('\n');
  },
};

async function load(
  client: RagfleetClient,
  documents: readonly NewDocument[],
  signal: AbortSignal,
): Promise<string> {
  let embedded = 0;
  let unchanged = 0;
  for (const batch of batchesOf(documents)) {
    const accepted = await client.documents.submit(batch, { signal });
    const { counts, status } = await client.ingestions.wait(accepted.id, { timeoutMs: WAIT_MS, signal });
    expectThat(
      status === 'finished' && counts.failed === 0 && counts.embedded + counts.unchanged === batch.length,
      `the ingestion ended ${status} with ${counts.failed} failed documents`,
    );
    embedded += counts.embedded;
    unchanged += counts.unchanged;
  }
  return `${documents.length} documents: ${embedded} embedded, ${unchanged} unchanged`;
}

function batchesOf(documents: readonly NewDocument[]): NewDocument[][] {
  const batches: NewDocument[][] = [];
  let characters = Number.POSITIVE_INFINITY;
  for (const document of documents) {
    const batch = batches.at(-1);
    characters += document.content.length;
    if (batch === undefined || batch.length >= MAX_DOCUMENTS || characters > MAX_CHARACTERS) {
      batches.push([document]);
      characters = document.content.length;
    } else batch.push(document);
  }
  return batches;
}
