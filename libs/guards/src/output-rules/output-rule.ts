/** A span that must not leave. Text before `keepUntil` stays, then comes the label; reading goes on at `end`. */
export interface Redaction {
  readonly label: string;
  readonly keepUntil: number;
  readonly end: number;
  /** What follows `end` still belongs to the span, of any length, until this is found. */
  readonly until?: Terminator;
}

export interface Terminator {
  /** Global: it is looked for from a place on, and may look at what stands before it. */
  readonly pattern: RegExp;
  readonly isIncluded: boolean;
  /** Of the longest match; 1 when left out. */
  readonly maxCharacters?: number;
}

/** A redaction at this place; 'open' when the text ends before that can be told; null when nothing begins here. */
export type OutputRule = (text: string, at: number) => Redaction | 'open' | null;

export const SECRET_LABEL = '[REDACTED]';

export const isAlphanumeric = (character: string | undefined): boolean => /[A-Za-z0-9]/.test(character ?? '');

// Letters alone are compared with it.
const LOWER_CASE_BIT = 0x20;

/** The length of the first of `words` that begins at `at`, in any case; 'open' when the text ends inside one that might. */
export function wordAt(text: string, at: number, words: readonly string[]): number | 'open' | null {
  const first = text.charCodeAt(at) | LOWER_CASE_BIT;
  for (const word of words) {
    if (word.charCodeAt(0) !== first) continue;
    const piece = text.slice(at, at + word.length).toLowerCase();
    if (piece === word) return word.length;
    if (at + piece.length === text.length && word.startsWith(piece)) return 'open';
  }
  return null;
}

/** Where a sticky pattern's match ends; `at` where it matches nothing. */
export function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
