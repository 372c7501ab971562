import {
  type ExtractedDocument,
  type ExtractionFailure,
  isExtractionFailure,
  readDocumentFiles,
} from '@ragfleet/document-files';
import { Fault } from '@ragfleet/kernel';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** What the tour loads. */
export interface Corpus {
  readonly handbook: readonly ExtractedDocument[];
  readonly otherTenant: readonly ExtractedDocument[];
  /** The user's own files; empty when no folder was named. */
  readonly own: readonly ExtractedDocument[];
  /** Files of the user's folder that could not be read, each with its reason. */
  readonly unread: readonly ExtractionFailure[];
}

const folderOf = (name: string): string => fileURLToPath(new URL(`../../corpus/${name}`, import.meta.url));

/** The handbook, the other tenant's documents and the user's own folder. Fault `invalid-input` when that is none, or holds no documents. */
export async function readCorpus(ownDir: string | null): Promise<Corpus> {
  const [handbook, otherTenant, own] = await Promise.all([
    readFolder(folderOf('larkfield')),
    readFolder(folderOf('brightwater')),
    ownDir === null ? { documents: [], failures: [] } : readOwnFolder(ownDir),
  ]);
  if (ownDir !== null && own.documents.length === 0) throw noDocuments(own.failures);
  return {
    handbook: handbook.documents,
    otherTenant: otherTenant.documents,
    own: own.documents,
    unread: own.failures,
  };
}

interface Folder {
  readonly documents: readonly ExtractedDocument[];
  readonly failures: readonly ExtractionFailure[];
}

async function readOwnFolder(dir: string): Promise<Folder> {
  const found = await stat(dir).catch(() => null);
  if (found?.isDirectory() === true) return readFolder(dir);
  throw new Fault(
    'invalid-input',
    `There is no folder ${dir}. Name one with --documents DIR that holds your files.`,
  );
}

async function readFolder(dir: string): Promise<Folder> {
  const documents: ExtractedDocument[] = [];
  const failures: ExtractionFailure[] = [];
  for await (const extraction of readDocumentFiles(dir))
    if (isExtractionFailure(extraction)) failures.push(extraction);
    else documents.push(extraction);
  return { documents, failures };
}

function noDocuments([first]: readonly ExtractionFailure[]): Fault {
  return first === undefined
    ? new Fault('invalid-input', 'The folder holds no .txt, .md, .html, .pdf, .docx or .jsonl file.')
    : new Fault('invalid-input', `No file of the folder can be read. The first: ${first.error.message}`);
}
