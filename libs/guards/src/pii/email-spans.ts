// Letters of the scripts that put spaces between words (Latin, Greek, Cyrillic): a run of them is one word, never a
// whole paragraph. In code units without the u flag, so that a chunk that ends inside a pair changes nothing.
const LETTER = 'A-Za-z\u00C0-\u024F\u1E00-\u1EFF\u0370-\u03FF\u1F00-\u1FFF\u0400-\u052F';
const LOCAL_CLASS = `[${LETTER}\\d._%+'-]`;
const LOCAL_CHARACTER = new RegExp(LOCAL_CLASS);
const LOCAL = new RegExp(`${LOCAL_CLASS}{1,65}`, 'y');
const DOMAIN = new RegExp(`[${LETTER}\\d.-]{0,254}`, 'y');
const MAX_LOCAL_CHARACTERS = 64;
const MAX_DOMAIN_CHARACTERS = 253;

/** The source of an expression for the only places where `emailAt` finds anything: most words have no @ behind them. */
export const MAY_BE_EMAIL = `(?<!${LOCAL_CLASS})${LOCAL_CLASS}{1,${MAX_LOCAL_CHARACTERS}}(?:@|$)`;

export interface EmailSpan {
  readonly domain: string;
  readonly end: number;
}

/** The e-mail address that begins at `start`; 'open' when the text ends before that can be told; else null. */
export function emailAt(text: string, start: number): EmailSpan | 'open' | null {
  if (LOCAL_CHARACTER.test(text[start - 1] ?? '')) return null;
  LOCAL.lastIndex = start;
  const local = LOCAL.exec(text)?.[0] ?? '';
  if (local === '' || local.length > MAX_LOCAL_CHARACTERS) return null;
  const at = start + local.length;
  if (at === text.length) return 'open';
  if (text[at] !== '@') return null;
  DOMAIN.lastIndex = at + 1;
  const run = DOMAIN.exec(text)?.[0] ?? '';
  if (run.length > MAX_DOMAIN_CHARACTERS) return null;
  if (at + 1 + run.length === text.length) return 'open';
  const domain = run.replace(/[.-]{1,253}$/, '').toLowerCase();
  return domain.includes('.') && !domain.startsWith('.') ? { domain, end: at + 1 + domain.length } : null;
}
