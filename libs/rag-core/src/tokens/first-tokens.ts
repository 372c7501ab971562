import { decode } from 'gpt-tokenizer/encoding/o200k_base';
import { encodeText } from './encode-text.ts';

/** The longest beginning of at most `maxTokens` that ends at the end of a word; never inside a character. */
export function firstTokens(text: string, maxTokens: number): string {
  const tokens = encodeText(text);
  if (tokens.length <= maxTokens) return text;
  const cut = decode(tokens.slice(0, maxTokens));
  const kept = commonStart(cut, text);
  const lastSpace = kept.search(/\s\S*$/);
  return lastSpace > 0 ? kept.slice(0, lastSpace) : kept;
}

/** Bytes of a character cut in two decode to U+FFFD: only what the text really begins with is kept. */
function commonStart(cut: string, text: string): string {
  let end = cut.length;
  while (end > 0 && !text.startsWith(cut.slice(0, end))) end -= 1;
  return cut.slice(0, end);
}
