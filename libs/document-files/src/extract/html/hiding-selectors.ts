import { hidesText } from './hides-text.ts';

const SIMPLE_SELECTOR = /^[.#][\w-]{1,100}$/;
/** Comments and strings may hold braces. One that nothing closes ends with the sheet or the line, as in a browser. */
const NO_RULES = /\/\*[^]*?(?:\*\/|$)|"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?/g;
const MEDIA_RULE = /^@media\b/i;
const LAYER = /^@layer\b/i;

/** True for the media of a style sheet that speak to everybody at a screen: not those of a printer or a narrow window alone. */
export const isForScreens = (media: string): boolean =>
  media.split(',').some((medium) => /^(?:(?:only\s+)?(?:all|screen))?$/i.test(medium.trim()));

/**
 * The classes and ids whose text a style sheet keeps from being seen on every screen. Of rules that name one class or one
 * id alone: what a rule of several parts hides depends on where it stands.
 */
export function hidingSelectors(sheet: string): string[] {
  const selectors: string[] = [];
  for (const rule of rulesOf(sheet.replaceAll(NO_RULES, '')))
    if (hidesText(rule.declarations)) selectors.push(...rule.selectors.split(','));
  return selectors.map((selector) => selector.trim()).filter((selector) => SIMPLE_SELECTOR.test(selector));
}

interface Rule {
  readonly selectors: string;
  readonly declarations: string;
}

/** Rules that hold on every screen; blocks under a condition are passed over. Reads the sheet once. */
function* rulesOf(sheet: string): Generator<Rule> {
  let from = 0;
  let depth = 0;
  let selectors: string | null = null;
  for (const { 0: mark, index } of sheet.matchAll(/[{};]/g)) {
    if (depth === 0) {
      const prelude = sheet.slice(from, index).trim();
      from = index + 1;
      if (mark !== '{' || isTransparent(prelude)) continue;
      selectors = prelude.startsWith('@') ? null : prelude;
      depth = 1;
    } else if (mark === '{') depth += 1;
    else if (mark === '}' && --depth === 0) {
      if (selectors !== null) yield { selectors, declarations: ownDeclarations(sheet.slice(from, index)) };
      from = index + 1;
    }
  }
}

/** Whose rules hold as if they stood outside of it. */
const isTransparent = (prelude: string): boolean =>
  LAYER.test(prelude) || (MEDIA_RULE.test(prelude) && isForScreens(prelude.replace(MEDIA_RULE, '')));

/** Without the rules that are nested behind them. */
const ownDeclarations = (block: string): string => block.split('{', 1)[0] ?? '';
