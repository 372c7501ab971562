import { createClient } from '@ragfleet/client';
import type { Asker } from '../../load/post-query.ts';
import { handbookText } from '../../texts/handbook-text.ts';

const DOCUMENTS = 10;
const DOCUMENT_CHARACTERS = 3_000;

/** Loads documents, each time in new words, one ingestion after the other, until it is stopped. Resolves to how many documents were loaded. */
export function keepIngesting({ url, tenant }: Asker): { readonly stop: () => Promise<number> } {
  const client = createClient({ url, apiKey: tenant.key });
  const stopping = new AbortController();
  const work = async (): Promise<number> => {
    let loaded = 0;
    for (let round = 0; !stopping.signal.aborted; round += 1) {
      const { id } = await client.documents.submit(documentsOf(round));
      await client.ingestions.wait(id);
      loaded += DOCUMENTS;
    }
    return loaded;
  };
  const done = work();
  // Heard at the stop: until then nobody listens.
  done.catch(() => undefined);
  return {
    stop: () => {
      stopping.abort();
      return done;
    },
  };
}

/** The same ids with other words: versions of documents, as when a corpus is loaded again. */
function documentsOf(round: number): { id: string; title: string; content: string }[] {
  const text = handbookText();
  return Array.from({ length: DOCUMENTS }, (_, at) => {
    const from = ((round * DOCUMENTS + at) * 997) % (text.length - DOCUMENT_CHARACTERS);
    return {
      id: `report-${at}`,
      title: `Report ${at}`,
      content: `Edition ${round}. ${text.slice(from, from + DOCUMENT_CHARACTERS)}`,
    };
  });
}
