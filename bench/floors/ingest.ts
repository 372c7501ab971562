import { createHash } from 'node:crypto';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';

const MAX_TOKENS = 320;

/** The least that ingestion can be: paragraphs counted and packed in a loop, a hash for each passage. No overlap, no headings. */
export function splitByHand(content: string): { text: string; hash: string; tokens: number }[] {
  const passages: { text: string; hash: string; tokens: number }[] = [];
  let text = '';
  let tokens = 0;
  const close = (): void => {
    if (text !== '') passages.push({ text, tokens, hash: createHash('sha256').update(text).digest('hex') });
    [text, tokens] = ['', 0];
  };
  for (const line of content.split('\n')) {
    const size = encode(line).length;
    if (tokens + size > MAX_TOKENS) close();
    text += `${line}\n`;
    tokens += size;
  }
  close();
  return passages;
}
