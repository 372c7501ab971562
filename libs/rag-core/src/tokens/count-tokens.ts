import { encodeText } from './encode-text.ts';

/** How many tokens of o200k_base a text has. */
export const countTokens = (text: string): number => encodeText(text).length;
