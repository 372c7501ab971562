import type { Extraction, ExtractionFailure } from '../contract.ts';
import { detectType, type FileFacts } from './detect-type.ts';
import { documentIdOf } from './document-id.ts';
import { type DocumentDraft, documentOf } from './document-of.ts';
import { ExtractionError, toExtractionError } from './extraction-error.ts';
import type { ExtractionLimits } from './extraction-limits.ts';
import { charsetOf, type FileType } from './file-types.ts';
import { readJsonLines } from './text/json-lines.ts';
import { readTextDocument } from './text/text-document.ts';
import { withoutComments } from './text/without-comments.ts';

/**
 * The documents in a file's bytes. Never throws for the file's sake: what is wrong is the last result. Runs where
 * it is called and takes as long as it takes: hostile formats belong into a process that can be ended.
 */
export async function* extractDocuments(
  bytes: Uint8Array,
  file: FileFacts,
  limits: ExtractionLimits,
): AsyncGenerator<Extraction> {
  try {
    if (bytes.byteLength > limits.maxFileBytes) throw fileTooLarge(limits);
    if (bytes.byteLength === 0) throw emptyFile();
    const type = detectType(bytes, file);
    if (type === 'jsonl') yield* readJsonLines(bytes, file, limits);
    else yield documentOf(await READERS[type](bytes, file, limits), file, limits);
  } catch (error) {
    yield fileFailure(file, toExtractionError(error, 'file'));
  }
}

type Read = (
  bytes: Uint8Array,
  file: FileFacts,
  limits: ExtractionLimits,
) => DocumentDraft | Promise<DocumentDraft>;

const readText: Read = (bytes, { mediaType }) => readTextDocument(bytes, charsetOf(mediaType));

const readMarkdown: Read = (bytes, { mediaType }) => {
  const draft = readTextDocument(bytes, charsetOf(mediaType));
  return { ...draft, content: withoutComments(draft.content) };
};

/** The parsers of hostile formats are loaded when the first such file comes. */
const READERS: Readonly<Record<Exclude<FileType, 'jsonl'>, Read>> = {
  text: readText,
  markdown: readMarkdown,
  html: async (bytes, { mediaType }, limits) => {
    const { readHtmlDocument } = await import('./html/html-document.ts');
    return readHtmlDocument(bytes, mediaType, limits);
  },
  docx: async (bytes, _file, limits) => {
    const { readDocxDocument } = await import('./docx/docx-document.ts');
    return readDocxDocument(bytes, limits);
  },
  pdf: async (bytes, _file, limits) => {
    const { readPdfDocument } = await import('./pdf/pdf-document.ts');
    return readPdfDocument(bytes, limits);
  },
};

/** What the whole file came to when it is no document. */
export const fileFailure = (file: FileFacts, { reason, message }: ExtractionError): ExtractionFailure => ({
  id: file.id ?? documentIdOf(file.name),
  source: file.name,
  error: { reason, message },
});

export const fileTooLarge = ({ maxFileBytes }: ExtractionLimits): ExtractionError =>
  new ExtractionError(
    'too-large',
    `The file is larger than ${Math.floor(maxFileBytes / (1024 * 1024))} MB. Split it into smaller files.`,
  );

const emptyFile = (): ExtractionError =>
  new ExtractionError('empty', 'The file is empty. Send one that has text, or leave it out.');
