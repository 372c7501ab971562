import { encode } from 'gpt-tokenizer/encoding/o200k_base';

// By default the tokenizer throws on text that spells a special token; in a document that is ordinary text.
const AS_TEXT = { disallowedSpecial: new Set<string>() };

/** The tokens of a text in o200k_base, the encoding of the gpt-4o family and a fair estimate for others. */
export const encodeText = (text: string): number[] => encode(text, AS_TEXT);
