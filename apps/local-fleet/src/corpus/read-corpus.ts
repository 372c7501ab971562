import type { NewDocument } from '@ragfleet/client';
import { Fault } from '@ragfleet/kernel';
import { fileURLToPath } from 'node:url';
import { readDocuments } from './read-documents.ts';

/** What the tour loads. */
export interface Corpus {
  readonly handbook: readonly NewDocument[];
  readonly otherTenant: readonly NewDocument[];
  /** The user's own files; empty when no folder was named. */
  readonly own: readonly NewDocument[];
}

const folderOf = (name: string): string => fileURLToPath(new URL(`../../corpus/${name}`, import.meta.url));

/** The handbook, the other tenant's documents and the user's own folder. Fault `invalid-input` when that holds no documents. */
export async function readCorpus(ownDir: string | null): Promise<Corpus> {
  const [handbook, otherTenant, own] = await Promise.all([
    readDocuments(folderOf('larkfield')),
    readDocuments(folderOf('brightwater')),
    ownDir === null ? [] : readDocuments(ownDir),
  ]);
  if (ownDir !== null && own.length === 0)
    throw new Fault('invalid-input', 'The folder holds no .md, .txt, .html or .jsonl file.');
  return { handbook, otherTenant, own };
}
