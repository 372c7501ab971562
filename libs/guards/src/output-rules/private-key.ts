import { type OutputRule, SECRET_LABEL } from './output-rule.ts';

export const PRIVATE_KEY_BEGIN = '-----BEGIN ';
const HEADER = /[A-Z0-9 ]{0,40}/y;
const MARK = '-----';
const UNTIL = { pattern: /-----END [A-Z0-9 ]{1,40}-----/g, isIncluded: true, maxCharacters: 54 };

/** A private key in PEM, from its first mark to its last; one that is cut goes to the end of the text. */
export const privateKey: OutputRule = (text, at) => {
  const piece = text.slice(at, at + PRIVATE_KEY_BEGIN.length);
  if (piece !== PRIVATE_KEY_BEGIN)
    return at + piece.length === text.length && PRIVATE_KEY_BEGIN.startsWith(piece) ? 'open' : null;
  HEADER.lastIndex = at + piece.length;
  const header = HEADER.exec(text)?.[0] ?? '';
  const mark = at + piece.length + header.length;
  const written = text.slice(mark, mark + MARK.length);
  if (written !== MARK)
    return mark + written.length === text.length && MARK.startsWith(written) ? 'open' : null;
  if (!/PRIVATE KEY(?: BLOCK)?$/.test(header)) return null;
  return { label: SECRET_LABEL, keepUntil: at, end: mark + MARK.length, until: UNTIL };
};
