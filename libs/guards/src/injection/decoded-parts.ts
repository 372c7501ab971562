const MAY_HOLD_CODE = /[A-Za-z0-9+/_-]{24}/;
const BASE64 = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{24,4000}={0,2}/g;
const HEX = /^(?:[0-9a-f]{2})+$/i;
/** What rot13 makes of ignore, disregard, forget, instruction, prompt and "you are". */
const MAY_BE_ROTATED = /vtaber|qvfertneq|sbetrg|vafgehpgvba|cebzcg|lbh ner/i;
const MAX_PARTS = 8;

/** The plain text of parts of a text that are base64, hexadecimal or rot13 of one; what is not text is left out. */
export function decodedParts(text: string): string[] {
  const rotated = MAY_BE_ROTATED.test(text) ? [rotate(text)] : [];
  if (!MAY_HOLD_CODE.test(text)) return rotated;
  const parts = (text.match(BASE64) ?? []).slice(0, MAX_PARTS).flatMap(decodings);
  return [...parts.filter(isText), ...rotated];
}

const decodings = (part: string): string[] => [
  Buffer.from(part, 'base64').toString('latin1'),
  ...(HEX.test(part) ? [Buffer.from(part, 'hex').toString('latin1')] : []),
];

const isText = (decoded: string): boolean => /^[\t\n\r\x20-\x7e\xa0-\xff]+$/.test(decoded);

const rotate = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
