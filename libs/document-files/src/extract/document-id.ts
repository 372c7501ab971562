import { createHash } from 'node:crypto';

const MAX_ID_CHARACTERS = 128;
const HASH_CHARACTERS = 10;
/** Nothing, or what means a folder in the path of a request. */
const NO_ID = /^\.{0,2}$/;

/**
 * The id of a file's document: the same file again is a new version of the same document. A name that cannot be an id
 * as it is keeps its readable end and gets a hash of the whole, so that `a/b.md` and `a-b.md` stay two documents.
 */
export function documentIdOf(name: string): string {
  // One spelling for names that macOS and Linux spell differently.
  const plain = name.normalize('NFC');
  const readable = plain.toWellFormed().replaceAll(/[^\w.:-]+/g, '-');
  if (!NO_ID.test(plain) && readable === plain && plain.length <= MAX_ID_CHARACTERS) return plain;
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, HASH_CHARACTERS);
  return `${readable.slice(-(MAX_ID_CHARACTERS - HASH_CHARACTERS - 1))}-${hash}`;
}
