// Letters of the scripts that put spaces between words: a run of them is one word, never a whole paragraph.
const LETTER = '\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}';
const LOCAL_CHARACTER = new RegExp(`[${LETTER}\\d._%+'-]`, 'u');
const LOCAL = new RegExp(`[${LETTER}\\d._%+'-]{1,65}`, 'uy');
const DOMAIN = new RegExp(`[${LETTER}\\d.-]{0,254}`, 'uy');
// A sticky search from inside a pair would step back to its beginning.
const LOW_SURROGATE = /[\uDC00-\uDFFF]/;
const MAX_LOCAL_CHARACTERS = 64;
const MAX_DOMAIN_CHARACTERS = 253;

export interface EmailSpan {
  readonly domain: string;
  readonly end: number;
}

/** The e-mail address that begins at `start`; 'open' when the text ends before that can be told; else null. */
export function emailAt(text: string, start: number): EmailSpan | 'open' | null {
  if (LOCAL_CHARACTER.test(text[start - 1] ?? '') || LOW_SURROGATE.test(text[start] ?? '')) return null;
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
