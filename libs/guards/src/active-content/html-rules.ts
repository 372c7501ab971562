import { type ActiveRule, windowAt } from './active-rule.ts';
import { hostOf, type IsAllowedTarget } from './allowed-targets.ts';

/** Elements that run, load, ask or lead somewhere. Others are looks, or no elements: `List<String>` is code. */
const ACTIVE = new Set(
  (
    'a animate animatetransform applet area audio base body button details dialog embed fencedframe font form frame ' +
    'frameset head html iframe image img input isindex keygen link map marquee math meta noscript object option picture ' +
    'portal script select set slot source style svg template textarea title track use video xml xmp'
  ).split(' '),
);
const NAME = /^<\/?([a-z][^\s/>]{0,60})/i;
const AUTOLINK = /^<((?:[a-z][a-z0-9+.-]{1,30}:|www\.)[^\s<>]*)>/i;
const MAY_BECOME_AUTOLINK = /^<[a-z][a-z0-9+.-]{0,30}(?::[^\s<>]*)?$/i;

/** HTML that could do something, comments, and addresses in angle brackets. */
export const markup =
  (isAllowed: IsAllowedTarget): ActiveRule =>
  (text, at) => {
    const { seen, isAll } = windowAt(text, at);
    if (seen === '<' || seen === '</') return 'open';
    if (/^<[!?]/.test(seen)) return comment(seen, at, isAll);
    const address = AUTOLINK.exec(seen);
    if (address !== null) return autolink(address[1] ?? '', at + address[0].length, isAllowed);
    if (MAY_BECOME_AUTOLINK.test(seen) && !isAll) return 'open';
    return element(text, seen, { at, isAll });
  };

const autolink = (address: string, end: number, isAllowed: IsAllowedTarget) =>
  isAllowed(address)
    ? { shown: `<${address}>`, end, isRemoved: false }
    : { shown: hostOf(address), end, isRemoved: true };

function comment(seen: string, at: number, isAll: boolean): ReturnType<ActiveRule> {
  if (seen.length < 4 && !isAll) return 'open';
  const closing = seen.startsWith('<!--') ? '-->' : '>';
  const close = seen.indexOf(closing);
  if (close !== -1) return { shown: ' ', end: at + close + closing.length, isRemoved: true };
  // Without its first sign it is text.
  return isAll ? { shown: '', end: at + 1, isRemoved: true } : 'open';
}

function element(
  text: string,
  seen: string,
  { at, isAll }: { readonly at: number; readonly isAll: boolean },
): ReturnType<ActiveRule> {
  const name = NAME.exec(seen)?.[1]?.toLowerCase();
  if (name === undefined) return null;
  const tag = endOfTag(seen);
  if (tag === null && !isAll) return 'open';
  const inside = seen.slice(1, tag?.end);
  const isActive = ACTIVE.has(name.replace(/^.*:/, '')) || /[\s/"']\S{1,60}?\s{0,8}=/.test(inside);
  if (!isActive) return null;
  if (tag === null || !tag.isClosed) return { shown: '', end: at + 1, isRemoved: true };
  // A blank keeps what stood on both sides from becoming one tag.
  const isApart = /\s/.test(text[at - 1] ?? ' ');
  return { shown: isApart ? '' : ' ', end: at + tag.end + 1, isRemoved: true };
}

interface TagEnd {
  readonly end: number;
  /** False when another tag begins or the paragraph ends before. */
  readonly isClosed: boolean;
}

/** Where the tag ends, outside of quotes; null when that is not in sight. */
function endOfTag(seen: string): TagEnd | null {
  let quote = '';
  for (let end = 1; end < seen.length; end += 1) {
    const character = seen[end] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') return { end, isClosed: true };
    else if (character === '<' || seen.startsWith('\n\n', end)) return { end, isClosed: false };
    else if ((character === '"' || character === "'") && /[=\s]/.test(seen[end - 1] ?? '')) quote = character;
  }
  return null;
}
