import { createHash } from 'node:crypto';

/** Private characters that every tokenizer known here takes for as many tokens as any other of them. */
const FIRST_MARK = 0xf100;
const MARKS = 0x600;
const BLANKS = /[ \t\u00A0\u3000]+/g;

/** The character that stands for a space in the suspicious quotations of one prompt. Who knows not the nonce cannot tell it. */
export function datamarkOf(nonce: string): string {
  const digest = createHash('sha256').update(`datamark ${nonce}`).digest();
  return String.fromCharCode(FIRST_MARK + (digest.readUInt16BE(0) % MARKS));
}

/** Counts as many tokens as any mark does: for budgets, which are made before a nonce is. */
export const SAMPLE_DATAMARK = String.fromCharCode(FIRST_MARK);

/**
 * The text with a mark for every space and before every line break, so that each of its words is visibly a quotation.
 * Marks of its own are taken out first.
 */
export function datamark(text: string, mark: string): string {
  return text.replaceAll(mark, '').replace(BLANKS, mark).replaceAll('\n', `${mark}\n`);
}
