import type {
  AnnouncedSourceItem,
  SourceDocument,
  SourcePass,
  StoredSourceItem,
  SubmittedSourceItem,
} from '../ports/sources.ts';
import type { SyncPorts } from './sync-ports.ts';

const MAX_DOCUMENTS = 100;
const MAX_CHARACTERS = 8 * 1_024 * 1_024;

/** An item whose documents are being submitted; a large one takes several ingestions. */
export interface ItemInProgress {
  readonly key: string;
  readonly stored: StoredSourceItem | undefined;
  documents: number;
  readonly ingestionIds: Set<string>;
}

type ItemEnding = Pick<SubmittedSourceItem, 'revision' | 'labelsDigest' | 'keptDocumentIds' | 'error'>;

export interface Submission {
  add(item: ItemInProgress, document: SourceDocument): Promise<void>;
  /** All documents of the item were added. */
  complete(item: ItemInProgress, end: ItemEnding): void;
  flush(): Promise<void>;
}

type SubmissionPorts = Pick<SyncPorts, 'catalogue' | 'submitDocuments'>;

/**
 * Gathers documents into ingestions of at most 100 documents and about 8 million characters. The catalogue knows their
 * ids before they are submitted and their revisions after: a pass that dies in between does the item again.
 */
export function createSubmission(
  { catalogue, submitDocuments }: SubmissionPorts,
  pass: SourcePass,
): Submission {
  let documents: SourceDocument[] = [];
  let characters = 0;
  let open = new Map<ItemInProgress, string[]>();
  let completed: (() => SubmittedSourceItem)[] = [];

  const flush = async (): Promise<void> => {
    if (documents.length > 0) {
      const announced = [...open].map(
        ([{ key }, documentIds]): AnnouncedSourceItem => ({ key, documentIds }),
      );
      await catalogue.announce(pass, announced);
      const ingestionId = await submitDocuments(pass, documents);
      for (const item of open.keys()) item.ingestionIds.add(ingestionId);
    }
    const items = completed.map((item) => item());
    if (items.length > 0) await catalogue.recordSubmitted(pass, items);
    documents = [];
    characters = 0;
    open = new Map();
    completed = [];
  };
  return {
    flush,
    add: async (item, document) => {
      const size = document.content.length;
      const isFull = documents.length >= MAX_DOCUMENTS || characters + size > MAX_CHARACTERS;
      if (isFull && documents.length > 0) await flush();
      documents.push(document);
      characters += size;
      item.documents += 1;
      open.set(item, [...(open.get(item) ?? []), document.id]);
    },
    complete: (item, end) => {
      const { key, ingestionIds } = item;
      // Evaluated after the flush that gives its last documents their ingestion.
      completed.push(() => ({ key, ...end, ingestionIds: [...ingestionIds] }));
    },
  };
}
