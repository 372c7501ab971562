import { ExtractionError } from '../extraction-error.ts';

export type MarkedEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROLS = /[\0-\x08\x0E-\x1A\x1C-\x1F\x7F-\x84\x86-\x9F]/g;
const MAX_CONTROL_SHARE = 0.01;
const MAX_BROKEN_SHARE = 0.1;

/**
 * The bytes as text: by the byte order mark; else by the charset that somebody declared; else as UTF-8; where that is
 * invalid as windows-1252, unless nine of ten characters beyond ASCII are valid UTF-8: then the broken ones become
 * U+FFFD. Line breaks are `\n`, NUL and lone surrogates are gone. Throws `not-text` for more than 1 % control characters.
 */
export function decodeText(bytes: Uint8Array, declared: string | null = null): string {
  const text = decode(bytes, declared);
  if ((text.match(CONTROLS)?.length ?? 0) > text.length * MAX_CONTROL_SHARE) throw notText();
  return normalizeText(text);
}

/** Line breaks as `\n`, no NUL, no lone surrogate: what a database takes. Words stay as they are. */
export const normalizeText = (text: string): string =>
  text.replaceAll('\0', '').replaceAll(/\r\n?/g, '\n').toWellFormed();

/** What the first bytes say about the encoding, `null` when they say nothing. */
export function byteOrderMarkOf(bytes: Uint8Array): MarkedEncoding | null {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return null;
}

function decode(bytes: Uint8Array, declared: string | null): string {
  const mark = byteOrderMarkOf(bytes);
  if (mark !== null) return new TextDecoder(mark).decode(bytes);
  const decoder = decoderFor(declared);
  if (decoder !== null && decoder.encoding !== 'utf-8') return decoder.decode(bytes);
  return utf8Or1252(bytes);
}

function utf8Or1252(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  const broken = countOf(text, /\uFFFD/g);
  if (broken === 0) return text;
  const beyondAscii = countOf(text, /[^\0-\x7F]/gu);
  return broken <= beyondAscii * MAX_BROKEN_SHARE ? text : new TextDecoder('windows-1252').decode(bytes);
}

function decoderFor(label: string | null): InstanceType<typeof TextDecoder> | null {
  if (label === null) return null;
  try {
    return new TextDecoder(label);
  } catch {
    // An unknown name is no name.
    return null;
  }
}

const notText = (): ExtractionError =>
  new ExtractionError(
    'not-text',
    'The file is not text, or in an encoding that is not read. Save it as UTF-8, or give it the extension of what it is.',
  );

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
