import { ExtractionError } from './extraction-error.ts';
import { essenceOf, extensionOf, type FileType, typeOfMediaType, typeOfName } from './file-types.ts';
import { byteOrderMarkOf } from './text/decode-text.ts';

/** What is known of a file beside its bytes. */
export interface FileFacts {
  readonly name: string;
  readonly mediaType?: string | undefined;
  readonly id?: string | undefined;
  readonly title?: string | undefined;
}

const COMPOUND_FILE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
/** A comment ends at its first `-->`, and can be taken in one way only: it is tried on files of strangers where others wait. */
const HTML_START =
  /^\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->)[^])*-->\s*)*<(?:!doctype html|html)[\s>]/i;
const SNIFFED_BYTES = 2_048;
const OTHER_ARCHIVES: readonly (readonly [string, string])[] = [
  ['xl/workbook', 'This is an Excel workbook. Export its sheets as .pdf or .txt.'],
  ['ppt/presentation', 'This is a PowerPoint presentation. Export it as .pdf.'],
  ['opendocument', 'This is an OpenDocument file. Save it as .docx or .pdf.'],
  ['epub+zip', 'This is an e-book. Convert it to .html or .pdf.'],
];

/**
 * What a file is: first by its content, then by its name, then by its media type. A file that claims to be a .pdf or
 * .docx and is not is an error; one that is a .pdf or .docx under another name is read as what it is.
 */
export function detectType(bytes: Uint8Array, file: FileFacts): FileType {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const claimed = typeOfName(file.name) ?? typeOfMediaType(file.mediaType);
  const sniffed = typeOfContent(content, claimed);
  if ((claimed === 'pdf' || claimed === 'docx') && (sniffed === null || sniffed === 'html'))
    throw notWhatItClaims(claimed);
  if (sniffed !== null) return sniffed;
  if (claimed !== null) return claimed;
  const isPlain =
    extensionOf(file.name) === '' && ['', 'application/octet-stream'].includes(essenceOf(file.mediaType));
  if (isPlain) return 'text';
  throw new ExtractionError(
    'unsupported-type',
    'Files of this type are not read. Send .txt, .md, .html, .pdf, .docx or .jsonl.',
  );
}

function typeOfContent(content: Buffer, claimed: FileType | null): FileType | null {
  if (isPdf(content, claimed)) return 'pdf';
  if (content.subarray(0, 2).toString('latin1') === 'PK' && (content[2] ?? 9) < 9)
    return typeOfArchive(content, claimed);
  if (content.subarray(0, 8).equals(COMPOUND_FILE)) throw compoundFile(content);
  const head = headOf(content);
  if (head.startsWith('{\\rtf'))
    throw new ExtractionError('unsupported-type', 'This is rich text (.rtf). Save it as .docx or .pdf.');
  return HTML_START.test(head) ? 'html' : null;
}

// Printers put lines before the mark, so readers look for it in the first kilobyte. A text may quote the mark.
function isPdf(content: Buffer, claimed: FileType | null): boolean {
  const at = content.subarray(0, 1_024).indexOf('%PDF-');
  return claimed === 'pdf' ? at !== -1 : at === 0 || (at === 3 && byteOrderMarkOf(content) !== null);
}

function typeOfArchive(content: Buffer, claimed: FileType | null): FileType {
  if (content.includes('word/document')) return 'docx';
  const known = OTHER_ARCHIVES.find(([mark]) => content.includes(mark));
  if (known !== undefined) throw new ExtractionError('unsupported-type', known[1]);
  if (claimed === 'docx')
    throw new ExtractionError(
      'damaged',
      'The .docx is damaged or incomplete: its text is not in it. Save it again from the program that made it.',
    );
  throw new ExtractionError('unsupported-type', 'This is an archive. Unpack it and send the files inside.');
}

function compoundFile(content: Buffer): ExtractionError {
  return content.includes(Buffer.from('EncryptedPackage', 'utf16le'))
    ? new ExtractionError(
        'password-protected',
        'The document is protected by a password. Save a copy without the password.',
      )
    : new ExtractionError('unsupported-type', 'This is an older Office file. Save it as .docx or .pdf.');
}

function notWhatItClaims(claimed: 'pdf' | 'docx'): ExtractionError {
  return new ExtractionError(
    'type-mismatch',
    `The name or media type says .${claimed}, and the content is none. It may be an error page or a renamed file: fetch it again, or give it the right extension.`,
  );
}

function headOf(content: Buffer): string {
  const head = content.subarray(0, SNIFFED_BYTES);
  const mark = byteOrderMarkOf(content);
  return mark === null ? head.toString('latin1') : new TextDecoder(mark).decode(head);
}
