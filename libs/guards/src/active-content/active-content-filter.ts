import type { ActiveRule, ActiveSpan } from './active-rule.ts';
import { bareAddress, programAddress } from './address-rules.ts';
import { allowedTargets, type IsAllowedTarget } from './allowed-targets.ts';
import { markup } from './html-rules.ts';
import { linkTarget, referenceTarget } from './markdown-rules.ts';
import { formula, hiddenSign, terminalControl } from './sign-rules.ts';

/** Takes from a text, while it is written, what a reader's program could act on. The same for every chunking. */
export interface ActiveContentFilter {
  /** What is safe to show now. At most 1,200 characters stay behind. */
  push(chunk: string): string;
  end(): string;
  removals(): number;
}

export interface ActiveContentOptions {
  /** The sources that links may lead to; null where a source has no address. */
  readonly sources: readonly (string | null)[];
  /** Addresses by themselves lose all but their host, unless they are kept: in what is quoted word for word. */
  readonly keepsBareAddresses?: boolean;
}

const CONTEXT_CHARACTERS = 8;
// The end of a paragraph, behind which most rules can decide.
const END_OF_TEXT = '\n\n';

const beginningOf = ([first = '', ...rest]: string): string =>
  `[${first}${first.toUpperCase()}]${rest.length === 0 ? '' : `(?:$|${beginningOf(rest.join(''))})`}`;

/** Where a rule may find something. All of them are null elsewhere. */
const CANDIDATE = new RegExp(
  [
    '[\\0-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\u200b\\u2060-\\u2064\\ufeff\\uDB40]',
    '<(?=$|[a-zA-Z/!?])',
    '\\](?=$|[(:])',
    '(?<=(?:^|[\\n|\\t,;])[ "]{0,4})[=+@-]',
    ...['http', 'ftp:', 'www.', 'javascript:', 'vbscript:', 'data:'].map(beginningOf),
  ].join('|'),
  'g',
);

export function createActiveContentFilter(options: ActiveContentOptions): ActiveContentFilter {
  const rules = rulesFor(allowedTargets(options.sources), options.keepsBareAddresses ?? false);
  let held = '';
  let context = '';
  let removals = 0;
  let until: RegExp | undefined;

  const skip = (text: string, at: number): number => {
    if (until === undefined) return at;
    const length = text.slice(at).search(until);
    if (length === -1) return text.length;
    until = undefined;
    return at + length;
  };

  const read = (chunk: string, isEnd: boolean): string => {
    const text = context + held + chunk;
    let at = skip(text, context.length);
    let shown = '';
    while (at < text.length) {
      const candidate = nextCandidate(text, at);
      shown += text.slice(at, candidate);
      at = candidate;
      if (at === text.length) break;
      const found = atEnd(decide(rules, text, at), { text, at, isEnd });
      if (found === 'open') break;
      if (found === null) {
        shown += text[at];
        at += 1;
        continue;
      }
      if (found.isRemoved) removals += 1;
      shown += found.shown;
      until = found.until;
      at = skip(text, found.end);
    }
    held = text.slice(at);
    context = text.slice(Math.max(0, at - CONTEXT_CHARACTERS), at);
    return shown;
  };

  return {
    push: (chunk) => read(chunk, false),
    end: () => read(END_OF_TEXT, true).slice(0, -END_OF_TEXT.length),
    removals: () => removals,
  };
}

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const BEGINS_SOMETHING = /[<\0-\x1f\x7f-\x9f]/;

/** What is still open when the text ends will never close: its first sign goes where that would make it something. */
function atEnd(
  found: ActiveSpan | 'open' | null,
  { text, at, isEnd }: { readonly text: string; readonly at: number; readonly isEnd: boolean },
): ActiveSpan | 'open' | null {
  if (found !== 'open' || !isEnd) return found;
  return BEGINS_SOMETHING.test(text[at] ?? '') ? { shown: '', end: at + 1, isRemoved: true } : null;
}

/** The whole text through one filter. */
export function withoutActiveContent(
  text: string,
  options: ActiveContentOptions,
): { readonly text: string; readonly removals: number } {
  const filter = createActiveContentFilter(options);
  const shown = filter.push(text) + filter.end();
  return { text: shown, removals: filter.removals() };
}

function rulesFor(isAllowed: IsAllowedTarget, keepsBareAddresses: boolean): readonly ActiveRule[] {
  return [
    terminalControl,
    hiddenSign,
    markup(isAllowed),
    linkTarget(isAllowed),
    referenceTarget(isAllowed),
    formula,
    programAddress,
    ...(keepsBareAddresses ? [] : [bareAddress(isAllowed)]),
  ];
}

function nextCandidate(text: string, at: number): number {
  CANDIDATE.lastIndex = at;
  return CANDIDATE.exec(text)?.index ?? text.length;
}

function decide(rules: readonly ActiveRule[], text: string, at: number): ActiveSpan | 'open' | null {
  for (const rule of rules) {
    const found = rule(text, at);
    if (found !== null) return found;
  }
  return null;
}
