import { type ActiveRule, windowAt } from './active-rule.ts';
import type { IsAllowedTarget } from './allowed-targets.ts';

/** Words, numbers and places in the same text lead nowhere: `rows[0](x)` is no link. */
const LEADS_NOWHERE = /^(?:#[\w-]{0,100}|[\p{L}\p{N}\s_,+*-]{0,400})$/u;
/** In whatever disguise: an entity or a backslash is read by some as what it stands for. */
const LEADS_AWAY = /^<?(?:[a-z][a-z0-9+.-]{0,30}:|[/\\]|www\.|[^\s]{0,200}(?:&#|&colon|%3a))/i;

/**
 * `](target)` of a link or an image whose target is not allowed: the target goes, and so does a title. What stays,
 * `[text]`, is text in brackets.
 */
export const linkTarget =
  (isAllowed: IsAllowedTarget): ActiveRule =>
  (text, at) => {
    const { seen, isAll } = windowAt(text, at);
    if (seen.length === 1) return 'open';
    if (!seen.startsWith('](')) return null;
    const close = closingParenthesis(seen);
    if (close === null) return isAll ? null : 'open';
    if (close === 'none') return null;
    const inside = seen.slice(2, close).trim();
    if (LEADS_NOWHERE.test(inside)) return null;
    const target = targetOf(inside);
    const shown = isAllowed(target) ? `](${target})` : ']';
    return { shown, end: at + close + 1, isRemoved: shown === ']' };
  };

/** Where the parenthesis of a target closes; 'none' when a paragraph ends before; null when it is not in sight. */
function closingParenthesis(seen: string): number | 'none' | null {
  let depth = 0;
  for (let at = 1; at < seen.length; at += 1) {
    const character = seen[at];
    if (character === '\\') at += 1;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === '\n' && /^\n[ \t]*\n/.test(seen.slice(at, at + 16))) return 'none';
    if (depth === 0) return at;
  }
  return null;
}

function targetOf(inside: string): string {
  const angled = /^<([^>]*)>/.exec(inside)?.[1];
  return angled ?? inside.split(/\s/, 1)[0] ?? '';
}

/** `[name]: target` defines where every `[text][name]` leads to. Without its colon it defines nothing. */
export const referenceTarget =
  (isAllowed: IsAllowedTarget): ActiveRule =>
  (text, at) => {
    const { seen, isAll } = windowAt(text, at);
    if (seen.length === 1) return 'open';
    if (!seen.startsWith(']:')) return null;
    const target = /^\]:[ \t]{0,8}\n?[ \t]{0,8}(\S*)(\s?)/.exec(seen);
    const [, named = '', behind = ''] = target ?? [];
    if (behind === '' && !isAll) return 'open';
    if (named === '' || !LEADS_AWAY.test(named) || isAllowed(named.replace(/^<|>$/g, ''))) return null;
    return { shown: '] ', end: at + 2, isRemoved: true };
  };
