import { withoutHiddenCharacters } from './hidden-characters.ts';

// Tokens that chat templates give a meaning to. Without their outer marks they are ordinary words.
const CHAT_TOKEN = /<\|([\w ]{1,40})\|>/g;
const INSTRUCTION_TOKEN = /\[(\/?)INST\]/gi;
const SYSTEM_TOKEN = /<<(\/?)SYS>>/gi;

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
