import { figuresApart } from './figures-apart.ts';
import { withoutHiddenCharacters } from './hidden-characters.ts';
import { injectionScore, INJECTION_THRESHOLD } from './injection/injection-score.ts';

export interface SanitizedQuestion {
  /** NFKC, on one line, single spaces; a superscript is `^2` and "2½" is "2 1⁄2" (`figuresApart`). */
  readonly text: string;
  /** A flag for the answer's warnings and for the caches; a suspicious question is still answered. */
  readonly injectionSuspected: boolean;
  /** 0 to 1: how much it tries to steer the model. */
  readonly injectionScore: number;
}

/** Normalizes first and looks for injection phrases afterwards, so that hidden characters and spacing hide nothing. */
export function sanitizeQuestion(text: string): SanitizedQuestion {
  // Compatibility forms may decompose into invisible characters, hence the second pass.
  const shown = figuresApart(withoutHiddenCharacters(text));
  const lines = withoutHiddenCharacters(shown.normalize('NFKC')).normalize('NFKC');
  const score = injectionScore(lines);
  return {
    text: lines.replace(/\s+/g, ' ').trim(),
    injectionSuspected: score >= INJECTION_THRESHOLD,
    injectionScore: score,
  };
}
