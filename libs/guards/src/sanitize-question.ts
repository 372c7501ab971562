import { withoutHiddenCharacters } from './hidden-characters.ts';
import { suggestsInjection } from './injection-phrases.ts';

export interface SanitizedQuestion {
  /** NFKC, on one line, single spaces; a superscript is `^2`, because NFKC alone would make "10²" the number 102. */
  readonly text: string;
  /** A flag for the answer's warnings and for the caches; a suspicious question is still answered. */
  readonly injectionSuspected: boolean;
}

const SUPERSCRIPTS = /[²³¹⁰⁴-⁹]+/g;

/** Normalizes first and looks for injection phrases afterwards, so that hidden characters and spacing hide nothing. */
export function sanitizeQuestion(text: string): SanitizedQuestion {
  // Compatibility forms may decompose into invisible characters, hence the second pass.
  const shown = withoutHiddenCharacters(text).replace(SUPERSCRIPTS, '^$&');
  const lines = withoutHiddenCharacters(shown.normalize('NFKC')).normalize('NFKC');
  return { text: lines.replace(/\s+/g, ' ').trim(), injectionSuspected: suggestsInjection(lines) };
}
