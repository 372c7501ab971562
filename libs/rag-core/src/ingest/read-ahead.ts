import type { ClaimedDocument, ClaimedPage, IngestionCatalogue } from '../ports/ingestions.ts';
import type { RunClaims } from './run-claims.ts';

/** What a run holds at once: above ten full requests, but for the smallest documents, of which there are 8,000 at most. */
const MAX_BYTES_AHEAD = 32 * 1_048_576;
/** What a document takes beside its content: its labels, its passages and their ids, and the work that waits for it. */
const BYTES_PER_DOCUMENT = 4_096;
const DOCUMENTS_PER_PAGE = 64;
const BYTES_PER_PAGE = 4 * 1_048_576;

/** Content that was read and is not published yet. */
export interface ReadAhead {
  /** Pages of claimed documents, each when there is room for it. */
  pages(batchId: string | null): AsyncGenerator<ClaimedPage['documents'], void, undefined>;
  /** Gives the room of one document back; a second time changes nothing. */
  release(document: ClaimedDocument): void;
}

export interface ReadAheadOptions {
  readonly catalogue: Pick<IngestionCatalogue, 'claimDocuments'>;
  readonly claims: Pick<RunClaims, 'run' | 'signal'>;
  /** There is no room: sees to it that some will be made. Resolves when it is worth to look again. */
  readonly makeRoom: () => Promise<void>;
}

export function createReadAhead({ catalogue, claims, makeRoom }: ReadAheadOptions): ReadAhead {
  const held = new Map<string, number>();
  let bytes = 0;
  let roomMade = Promise.withResolvers<void>();
  const { signal, run } = claims;
  signal.addEventListener('abort', () => roomMade.resolve(), { once: true });

  const isFull = (): boolean => bytes >= MAX_BYTES_AHEAD;

  const waitForRoom = async (): Promise<void> => {
    while (isFull() && !signal.aborted) {
      await Promise.race([roomMade.promise, makeRoom()]);
    }
    signal.throwIfAborted();
  };
  return {
    release: ({ documentId }) => {
      bytes -= held.get(documentId) ?? 0;
      held.delete(documentId);
      roomMade.resolve();
      roomMade = Promise.withResolvers<void>();
    },
    pages: async function* (batchId) {
      for (let after: number | null = 0; after !== null; ) {
        await waitForRoom();
        const page: ClaimedPage = await catalogue.claimDocuments({
          run,
          after,
          maxDocuments: DOCUMENTS_PER_PAGE,
          maxBytes: BYTES_PER_PAGE,
          batchId,
        });
        for (const { documentId, content } of page.documents) {
          held.set(documentId, sizeOf(content));
          bytes += sizeOf(content);
        }
        if (page.documents.length > 0) yield page.documents;
        after = page.next;
      }
    },
  };
}

// Two bytes a character at the most: what a string takes, not what UTF-8 would.
const sizeOf = (content: string): number => BYTES_PER_DOCUMENT + content.length * 2;
