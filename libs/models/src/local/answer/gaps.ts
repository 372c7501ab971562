import type { Asked, Match } from './matches.ts';
import type { Signs } from './signs.ts';
import type { Statement } from './statements.ts';

/**
 * What of the question a statement leaves open. By the words' own weights: that a word is rare among what was found makes
 * its absence no worse. What the kind of answer stands for ("how tall": "41 metres") is not left open.
 */
export function gapsOf(
  { text, passage }: Statement,
  matches: readonly Match[],
  { terms, matcher, expectation }: Asked,
): Pick<Signs, 'ownFocus' | 'missing' | 'names'> {
  const own = matcher.matchesIn(text);
  const inTitle = matcher.matchesIn(passage.title);
  const total = { all: 0, focus: 0, names: 0, missing: 0, ownFocus: 0 };
  for (const [at, { stem, weight, isName }] of terms.entries()) {
    const isOpen = expectation?.covers.has(stem) !== true;
    total.all += weight;
    if (isName) total.names += weight;
    if (isOpen) total.missing += weight * (1 - loudest(matches[at]));
    if (!isOpen || isName || (inTitle[at] ?? 0) > 0) continue;
    total.focus += weight;
    total.ownFocus += weight * (own[at] ?? 0);
  }
  return {
    ownFocus: total.focus === 0 ? 1 : total.ownFocus / total.focus,
    missing: total.missing / total.all,
    names: total.names / total.all,
  };
}

const loudest = (match: Match | undefined): number =>
  match === undefined ? 0 : Math.max(match.own, match.under, match.before);
