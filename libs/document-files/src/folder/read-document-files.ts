import type { Extraction, ExtractionFailure, ListedFile } from '../contract.ts';
import { documentIdOf } from '../extract/document-id.ts';
import { createFileExtractor } from '../process/create-file-extractor.ts';
import { listDocumentFiles } from './list-document-files.ts';

export interface ReadOptions {
  readonly signal?: AbortSignal;
}

/**
 * Every document below `dir`, in the order of `listDocumentFiles`, one file in memory at a time. What cannot be read
 * is a result of its own. Fault `invalid-input` when the folder itself cannot be read.
 */
export async function* readDocumentFiles(dir: string, options: ReadOptions = {}): AsyncGenerator<Extraction> {
  const signal = options.signal ?? new AbortController().signal;
  const unreadable: ExtractionFailure[] = [];
  const extractor = createFileExtractor({ processes: 1 });
  try {
    const files = listDocumentFiles(dir, {
      onUnreadableFolder: (name) => unreadable.push(folderFailure(name)),
    });
    for await (const file of files) {
      yield* unreadable.splice(0);
      yield* extractor.extract(sourceOf(file), signal);
    }
    yield* unreadable;
  } finally {
    await extractor.close();
  }
}

const sourceOf = ({ name, path }: ListedFile): { name: string; content: { path: string } } => ({
  name,
  content: { path },
});

const folderFailure = (name: string): ExtractionFailure => ({
  id: documentIdOf(name),
  source: name,
  error: { reason: 'unreadable', message: 'The folder cannot be read. Check its permissions.' },
});
