import { withoutHiddenCharacters } from './hidden-characters.ts';

// Tokens that chat templates give a meaning to. Without their outer marks they are ordinary words.
const CHAT_TOKEN = /<\|([\w ]{1,40})\|>/g;
const INSTRUCTION_TOKEN = /\[(\/?)INST\]/gi;
const SYSTEM_TOKEN = /<<(\/?)SYS>>/gi;

const PIECE_CHARACTERS = 65_536;
// No token that is taken apart holds one of these, and no sign is made of several of which one is.
const SAFE_END = /[\n.,;:"}。、]/;

/** A long text as `sanitizePassage` makes it, in pieces of about 64 kB where it has line ends or punctuation. */
export function* sanitizedPieces(text: string): Generator<string, void, undefined> {
  for (let at = 0; at < text.length; ) {
    const rest = at + PIECE_CHARACTERS;
    const safe = rest < text.length ? text.slice(rest).search(SAFE_END) : -1;
    const end = safe === -1 ? text.length : rest + safe + 1;
    yield sanitizePassage(text.slice(at, end));
    at = end;
  }
}

/**
 * A retrieved text as it may enter a prompt: no hidden characters and no chat-template tokens. Lines, code, links and
 * letters stay as they are; citations quote the stored text, not this one.
 */
export function sanitizePassage(text: string): string {
  return withoutHiddenCharacters(text)
    .replace(CHAT_TOKEN, '($1)')
    .replace(INSTRUCTION_TOKEN, '($1INST)')
    .replace(SYSTEM_TOKEN, '($1SYS)');
}
