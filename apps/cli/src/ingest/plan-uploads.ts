import { type ListedFile, listDocumentFiles, type ListOptions } from '@ragfleet/document-files';
import { Fault } from '@ragfleet/kernel';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';

/** Below what one request may hold, so that the first documents are searchable while the last ones are sent. */
const MAX_FILES = 200;
const MAX_BYTES = 64 * 1024 * 1024;

/** What one file may have; the fleet says so too, but only after it was sent. */
export const MAX_FILE_BYTES = 50 * 1024 * 1024;

/** The files of a folder, in order, or the one file that `path` is; `options` are told what of it is no such file. Fault `invalid-input` when it cannot be read. */
export async function* listFiles(path: string, options: ListOptions = {}): AsyncGenerator<ListedFile> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new Fault('invalid-input', `There is nothing to read at ${path}. Check it.`, { cause });
  });
  if (found.isDirectory()) yield* listDocumentFiles(path, options);
  else yield { name: basename(path), path, sizeBytes: found.size, modifiedAtMs: found.mtimeMs };
}

/** Files to one request each batch. */
export async function* batchesOf(files: AsyncIterable<ListedFile>): AsyncGenerator<readonly ListedFile[]> {
  let batch: ListedFile[] = [];
  let bytes = 0;
  for await (const file of files) {
    if (batch.length === MAX_FILES || (batch.length > 0 && bytes + file.sizeBytes > MAX_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(file);
    bytes += file.sizeBytes;
  }
  if (batch.length > 0) yield batch;
}
