import type { Expectation } from './expectations.ts';
import { gapsOf } from './gaps.ts';
import { type Asked, heard, type Match, matchesOf } from './matches.ts';
import type { QuestionTerm } from './question-terms.ts';
import type { Signs } from './signs.ts';
import type { Statement } from './statements.ts';
import { createTermMatcher, type TermMatcher } from './term-matcher.ts';

/** A statement and what speaks for it. */
export interface Evidence {
  readonly statement: Statement;
  readonly signs: Signs;
}

// What a match counts, by where it stands: in the statement, above it, just before it, just behind it, elsewhere in its passage.
const SUPPORT: Match = { own: 1, under: 0.9, before: 0.8, after: 0.6, elsewhere: 0.45 };
const FOCUS: Match = { own: 1, under: 0.8, before: 0.7, after: 0.5, elsewhere: 0 };
// What a passage is about is named once.
const NAME_SUPPORT: Match = { ...SUPPORT, elsewhere: 0.85 };
const NEIGHBOUR_DISTANCE = 3;

/** Every statement with its signs, in the statements' order; none when the question has no term. */
export function weigh(
  statements: readonly Statement[],
  terms: readonly QuestionTerm[],
  expectation: Expectation | null,
): Evidence[] {
  const matcher = createTermMatcher(terms);
  const weights = weightsOf(terms, statements, matcher);
  if (sumOf(weights) === 0) return [];
  const asked = { terms, weights, matcher, expectation, places: placesOf(statements) };
  return statements.map((statement, at) => {
    const next = statements[at + 1];
    const after = next?.passage === statement.passage ? next.text : '';
    return { statement, signs: signsOf(statement, after, asked) };
  });
}

/** Rare among the statements says more than common; a term that none has keeps its full weight, and counts as missing. */
function weightsOf(
  terms: readonly QuestionTerm[],
  statements: readonly Statement[],
  matcher: TermMatcher,
): number[] {
  const all = statements.length;
  return terms.map(({ weight }, at) => {
    const having = statements.filter(({ text }) => (matcher.matchesIn(text)[at] ?? 0) > 0).length;
    const rarity = Math.log(1 + (all - having + 0.5) / (having + 0.5)) / Math.log(2 + 2 * all);
    return weight * (0.4 + 0.6 * rarity);
  });
}

/** Which document of those found each title is: what a document's first passage earns, its others earn too. */
function placesOf(statements: readonly Statement[]): ReadonlyMap<string, number> {
  const titles = new Set(statements.map(({ passage }) => passage.title).filter(Boolean));
  return new Map([...titles].map((title, at) => [title, at + 1]));
}

function signsOf(statement: Statement, after: string, asked: Asked): Signs {
  const { terms, weights, matcher, expectation } = asked;
  const fit = expectation?.fitOf(statement.text) ?? 0;
  const isRequired = expectation?.isRequired === true;
  const matches = matchesOf(statement, after, fit, asked);
  const share = (value: (match: Match, at: number) => number): number => shareOf(matches.map(value), weights);
  const isNamed = (at: number): boolean => terms[at]?.isName === true;
  return {
    own: share(({ own }) => own),
    support: share((match, at) => heard(match, isNamed(at) ? NAME_SUPPORT : SUPPORT)),
    focus: focusOf(statement, matches, asked),
    ...gapsOf(statement, matches, asked),
    lacksName: flag(matches.some((match, at) => isNamed(at) && isNowhere(match))),
    isKind: fit,
    isNotKind: isRequired ? 1 - fit : 0,
    isFarFromKind: flag(isRequired && fit === 0),
    neighbours: neighboursIn(statement.text, matcher),
    isEarlyPassage: 1 / (asked.places.get(statement.passage.title) ?? statement.passage.index),
    isQuestion: flag(statement.text.endsWith('?')),
    saysNothingNew: flag(!matcher.hasNews(statement.text)),
  };
}

/** Of the words that are neither names nor in the title; 1 when there are none. */
function focusOf(
  { passage }: Statement,
  matches: readonly Match[],
  { terms, weights, matcher }: Asked,
): number {
  const inTitle = matcher.matchesIn(passage.title);
  const ofFocus = weights.map((weight, at) =>
    terms[at]?.isName === true || (inTitle[at] ?? 0) > 0 ? 0 : weight,
  );
  if (sumOf(ofFocus) === 0) return 1;
  return shareOf(
    matches.map((match) => heard(match, FOCUS)),
    ofFocus,
  );
}

const shareOf = (values: readonly number[], weights: readonly number[]): number =>
  values.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0) / sumOf(weights);

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const flag = (holds: boolean): number => (holds ? 1 : 0);

const isNowhere = ({ own, under, before, elsewhere }: Match): boolean =>
  Math.max(own, under, before, elsewhere) === 0;

function neighboursIn(text: string, matcher: TermMatcher): number {
  const at = matcher.positionsIn(text);
  if (at.length < 2) return 0;
  const near = at.filter((position, index) => {
    const next = at[index + 1];
    return (
      next !== undefined && position >= 0 && next >= 0 && Math.abs(next - position) <= NEIGHBOUR_DISTANCE
    );
  });
  return near.length / (at.length - 1);
}
