import { type DocumentFile, readDocumentFiles } from '@ragfleet/document-files';
import { Fault } from '@ragfleet/kernel';
import { fileURLToPath } from 'node:url';

/** What the tour loads. */
export interface Corpus {
  readonly handbook: readonly DocumentFile[];
  readonly otherTenant: readonly DocumentFile[];
  /** The user's own files; empty when no folder was named. */
  readonly own: readonly DocumentFile[];
}

const folderOf = (name: string): string => fileURLToPath(new URL(`../../corpus/${name}`, import.meta.url));

/** The handbook, the other tenant's documents and the user's own folder. Fault `invalid-input` when that holds no documents. */
export async function readCorpus(ownDir: string | null): Promise<Corpus> {
  const [handbook, otherTenant, own] = await Promise.all([
    readDocumentFiles(folderOf('larkfield')),
    readDocumentFiles(folderOf('brightwater')),
    ownDir === null ? [] : readDocumentFiles(ownDir),
  ]);
  if (ownDir !== null && own.length === 0)
    throw new Fault('invalid-input', 'The folder holds no .md, .txt, .html or .jsonl file.');
  return { handbook, otherTenant, own };
}
