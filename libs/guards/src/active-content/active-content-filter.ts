import { bareAddress, programAddress } from './address-rules.ts';
import { allowedTargets } from './allowed-targets.ts';
import { markup } from './html-rules.ts';
import { linkTarget, referenceTarget } from './markdown-rules.ts';
import { formula, hiddenSign, terminalControl } from './sign-rules.ts';
import { createSpanFilter, inTurn, type SpanFilter } from './span-filter.ts';

export interface ActiveContentOptions {
  /** The sources that links may lead to; null where a source has no address. */
  readonly sources: readonly (string | null)[];
  /** Addresses by themselves lose all but their host, unless they are kept: in what is quoted word for word. */
  readonly keepsBareAddresses?: boolean;
}

const beginningOf = ([first = '', ...rest]: string): string =>
  `[${first}${first.toUpperCase()}]${rest.length === 0 ? '' : `(?:$|${beginningOf(rest.join(''))})`}`;

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const SIGN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\u2060-\u2064\ufeff\uDB40]/g;
const MARKUP_OR_ADDRESS = new RegExp(
  [
    '<(?=$|[a-zA-Z/!?])',
    '\\](?=$|[(:])',
    ...['http', 'ftp:', 'www.', 'javascript:', 'vbscript:', 'data:'].map(beginningOf),
  ].join('|'),
  'g',
);
const FORMULA = /(?<=(?:^|[\n|\t,;])[ "]{0,4})[=+@-]/g;

/**
 * Takes from a text, while it is written, what a reader's program could act on. The same for every chunking. Signs that
 * nobody sees go first, since a tag, an address or a formula may be written with one in its middle; formulas come last,
 * since without the tag between its halves a line may be one.
 */
export function createActiveContentFilter({ sources, keepsBareAddresses }: ActiveContentOptions): SpanFilter {
  const isAllowed = allowedTargets(sources);
  const addresses = keepsBareAddresses === true ? [] : [bareAddress(isAllowed)];
  const markupAndLinks = [markup(isAllowed), linkTarget(isAllowed), referenceTarget(isAllowed)];
  return inTurn([
    createSpanFilter({ candidate: SIGN, rules: [terminalControl, hiddenSign] }),
    createSpanFilter({
      candidate: MARKUP_OR_ADDRESS,
      rules: [...markupAndLinks, programAddress, ...addresses],
    }),
    createSpanFilter({ candidate: FORMULA, rules: [formula] }),
  ]);
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
