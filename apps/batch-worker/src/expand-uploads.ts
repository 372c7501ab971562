import { type Extraction, type FileExtractor, isExtractionFailure } from '@ragfleet/document-files';
import type {
  DocumentStore,
  ExpandedDocument,
  FailedDocument,
  FilePortion,
  UploadKey,
  WaitingFile,
} from '@ragfleet/document-store';
import { NO_PACING, type Pace } from '@ragfleet/rag-core';

export interface ExpandPorts {
  readonly store: Pick<DocumentStore, 'waitingFiles' | 'readUploadedFile' | 'expandFile' | 'closeFile'>;
  readonly extractor: Pick<FileExtractor, 'extract'>;
  /** Told once when files became documents, so that somebody can report progress. */
  readonly onExpanded?: (ingestion: UploadKey) => Promise<void>;
  /** Of the statements that store what files hold. */
  readonly pace?: Pick<Pace, 'begin'>;
}

type Result = ExpandedDocument | FailedDocument;

/** One statement each: a file of 100,000 lines is never in memory as documents. */
const PORTION_RESULTS = 200;
const PORTION_CHARACTERS = 2_000_000;
const NO_RESULT = 'The file holds no document. Send one that does.';

/**
 * Reads the uploaded files of an ingestion and puts their documents in their place: pending, unchanged, or failed with
 * what is wrong. Again is the same: what is there stays, and a file is closed once all of it is there. Throws what may
 * pass; a file that cannot be read is a failed document.
 */
export function expandUploads(
  ports: ExpandPorts,
): (ingestion: UploadKey, signal: AbortSignal) => Promise<void> {
  return async ({ tenantId, ingestionId }, signal) => {
    const files = await ports.store.waitingFiles({ tenantId, ingestionId });
    for (const file of files) {
      signal.throwIfAborted();
      await expandFile(ports, file, signal);
    }
    if (files.length > 0) await ports.onExpanded?.({ tenantId, ingestionId });
  };
}

async function expandFile(
  { store, extractor, pace = NO_PACING }: ExpandPorts,
  file: WaitingFile,
  signal: AbortSignal,
): Promise<void> {
  const { name, mediaType } = file;
  const content = store.readUploadedFile(file, signal);
  const extractions = extractor.extract({ name, content, ...(mediaType !== null && { mediaType }) }, signal);
  for await (const portion of portionsOf(extractions)) {
    if ('error' in portion) return store.closeFile(file, portion.error);
    if (portion.results.length === 0) return store.closeFile(file, NO_RESULT);
    // Somebody else closed it, or the ingestion was given up.
    if (!(await pace.begin(() => store.expandFile(file, portion)))) return store.closeFile(file, null);
  }
}

/** Why the rest of a file could not be read. */
interface Unread {
  readonly error: string;
}

/**
 * Each with results, unless there are none at all; or what keeps the rest of the file from being read. That belongs to the
 * file and to no place in it: an earlier attempt may have read beyond that place.
 */
async function* portionsOf(extractions: AsyncIterable<Extraction>): AsyncGenerator<FilePortion | Unread> {
  let results: Result[] = [];
  let characters = 0;
  let position = 0;
  for await (const extraction of extractions) {
    // Not before there is another one: the last portion closes the file.
    if (results.length === PORTION_RESULTS || characters >= PORTION_CHARACTERS) {
      yield { results, isLast: false };
      results = [];
      characters = 0;
    }
    if (isExtractionFailure(extraction) && extraction.line === undefined) {
      if (results.length > 0) yield { results, isLast: false };
      yield { error: extraction.error.message };
      return;
    }
    results.push(resultOf(extraction, position));
    position += 1;
    characters += isExtractionFailure(extraction) ? 0 : extraction.content.length;
  }
  yield { results, isLast: true };
}

function resultOf(extraction: Extraction, position: number): Result {
  if (!isExtractionFailure(extraction)) return { ...extraction, position };
  return { position, id: extraction.id, error: extraction.error.message };
}
