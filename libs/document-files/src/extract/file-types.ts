import { posix } from 'node:path';

export type FileType = 'text' | 'markdown' | 'html' | 'jsonl' | 'pdf' | 'docx';

const TYPE_OF_EXTENSION: ReadonlyMap<string, FileType> = new Map([
  ['.txt', 'text'],
  ['.text', 'text'],
  ['.md', 'markdown'],
  ['.markdown', 'markdown'],
  ['.html', 'html'],
  ['.htm', 'html'],
  ['.xhtml', 'html'],
  ['.jsonl', 'jsonl'],
  ['.ndjson', 'jsonl'],
  ['.pdf', 'pdf'],
  ['.docx', 'docx'],
]);

const TYPE_OF_MEDIA_TYPE: ReadonlyMap<string, FileType> = new Map([
  ['text/plain', 'text'],
  ['text/markdown', 'markdown'],
  ['text/x-markdown', 'markdown'],
  ['text/html', 'html'],
  ['application/xhtml+xml', 'html'],
  ['application/jsonl', 'jsonl'],
  ['application/x-jsonlines', 'jsonl'],
  ['application/x-ndjson', 'jsonl'],
  ['application/pdf', 'pdf'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
]);

export const READ_EXTENSIONS: readonly string[] = [...TYPE_OF_EXTENSION.keys()];

/** The extension in lower case with its dot, or an empty text. Of an address, that of its path. */
export function extensionOf(name: string): string {
  return posix.extname(pathOf(name)).toLowerCase();
}

/** What the name says, `null` when it says nothing that is known. */
export const typeOfName = (name: string): FileType | null => TYPE_OF_EXTENSION.get(extensionOf(name)) ?? null;

export const typeOfMediaType = (mediaType: string | undefined): FileType | null =>
  TYPE_OF_MEDIA_TYPE.get(essenceOf(mediaType)) ?? null;

/** `text/html` of `text/html; charset=utf-8`. */
export const essenceOf = (mediaType = ''): string => (mediaType.split(';')[0] ?? '').trim().toLowerCase();

/** The charset parameter of a media type. */
export function charsetOf(mediaType = ''): string | null {
  return /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(mediaType)?.[1] ?? null;
}

/** The last part of a path or of an address's path. */
export const baseNameOf = (name: string): string => posix.basename(pathOf(name)) || name;

/** Of a web address its path without escapes; a file's name is its path. */
function pathOf(name: string): string {
  if (!/^https?:\/\//i.test(name) || !URL.canParse(name)) return name;
  const { pathname } = new URL(name);
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
