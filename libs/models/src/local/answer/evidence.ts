import { wordsOf } from '../../language/words.ts';
import type { Expectation } from './expectations.ts';
import type { QuestionTerm } from './question-terms.ts';
import type { Statement } from './statements.ts';
import { createTermMatcher, type TermMatcher } from './term-matcher.ts';

/** What speaks for a statement, and against it, each 0 to 1. Shares are of the question's terms by their weight. */
export interface Signs {
  /** The share that the statement itself speaks of. */
  readonly own: number;
  /** That share when the title, the headings, the sentences beside it and the rest of the passage are heard too. */
  readonly support: number;
  /** The same of what is asked about the topic alone: neither a name nor a word of the title. */
  readonly focus: number;
  /** The passage has not the name that the question is about. */
  readonly lacksName: number;
  /** It holds the kind of words that is asked for; 0 when any kind will do. */
  readonly isKind: number;
  /** It holds them not, or not surely, where nothing else can be the answer. */
  readonly isNotKind: number;
  /** It holds nothing that could be of that kind. */
  readonly isFarFromKind: number;
  /** The share of the question's neighbouring terms that stand near each other here too. */
  readonly neighbours: number;
  /** Of the first passage 1, of the second a half. */
  readonly isEarlyPassage: number;
  readonly isQuestion: number;
  /** It only repeats the question's words. */
  readonly saysNothingNew: number;
}

/** A statement and what speaks for it. */
export interface Evidence {
  readonly statement: Statement;
  readonly signs: Signs;
}

type Place = 'own' | 'under' | 'before' | 'after' | 'elsewhere';
/** How well each place speaks of one term. */
type Match = Readonly<Record<Place, number>>;

// What a match counts, by where it stands: in the statement, above it, just before it, just behind it, elsewhere in its passage.
const SUPPORT: Match = { own: 1, under: 0.9, before: 0.8, after: 0.6, elsewhere: 0.45 };
const FOCUS: Match = { own: 1, under: 0.8, before: 0.7, after: 0.5, elsewhere: 0 };
// What a passage is about is named once.
const NAME_SUPPORT: Match = { ...SUPPORT, elsewhere: 0.85 };
// "It was built in 1841" speaks of what was named before it; other sentences speak of their title's subject as a rule.
const POINTS_BACK = /^(?:He|She|It|Its|They|Their|Her|His|These|This|Those|That|There)\b/u;
const POINTED_AT = 0.85;
const TITLE_IS_SUBJECT = 0.5;
const NEIGHBOUR_DISTANCE = 3;

interface Asked {
  readonly terms: readonly QuestionTerm[];
  readonly weights: readonly number[];
  readonly matcher: TermMatcher;
  readonly expectation: Expectation | null;
}

/** Every statement with its signs, in the statements' order; none when the question has no term. */
export function weigh(
  statements: readonly Statement[],
  terms: readonly QuestionTerm[],
  expectation: Expectation | null,
): Evidence[] {
  const matcher = createTermMatcher(terms);
  const weights = weightsOf(terms, statements, matcher);
  if (sumOf(weights) === 0) return [];
  const asked = { terms, weights, matcher, expectation };
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

function signsOf(statement: Statement, after: string, asked: Asked): Signs {
  const { terms, weights, matcher, expectation } = asked;
  const fit = expectation?.fitOf(statement.text) ?? 0;
  const isRequired = expectation?.isRequired === true;
  const matches = matchesOf(statement, after, fit, asked);
  const inTitle = matcher.matchesIn(statement.passage.title);
  const focusWeights = weights.map((weight, at) =>
    terms[at]?.isName === true || (inTitle[at] ?? 0) > 0 ? 0 : weight,
  );
  return {
    own: shareOf(
      matches.map(({ own }) => own),
      weights,
    ),
    support: shareOf(
      matches.map((match, at) => heard(match, terms[at]?.isName === true ? NAME_SUPPORT : SUPPORT)),
      weights,
    ),
    focus:
      sumOf(focusWeights) === 0
        ? 1
        : shareOf(
            matches.map((match) => heard(match, FOCUS)),
            focusWeights,
          ),
    lacksName: flag(terms.some((term, at) => term.isName && isUnnamed(term, matches[at], statement))),
    isKind: fit,
    isNotKind: isRequired ? 1 - fit : 0,
    isFarFromKind: flag(isRequired && fit === 0),
    neighbours: neighboursIn(statement.text, matcher),
    isEarlyPassage: 1 / statement.passage.index,
    isQuestion: flag(statement.text.endsWith('?')),
    saysNothingNew: flag(!matcher.hasNews(statement.text)),
  };
}

function matchesOf(
  statement: Statement,
  after: string,
  fit: number,
  { terms, matcher, expectation }: Asked,
): Match[] {
  const own = matcher.matchesIn(statement.text);
  const under = matcher.matchesIn(statement.under);
  const before = matcher.matchesIn(statement.before.join(' '));
  const behind = matcher.matchesIn(after);
  const elsewhere = matcher.matchesIn(`${statement.passage.title}\n${statement.passage.text}`);
  const pointsBack = POINTS_BACK.test(statement.text);
  return terms.map(({ stem, isName }, at) => {
    const match = {
      own: own[at] ?? 0,
      under: under[at] ?? 0,
      before: before[at] ?? 0,
      after: behind[at] ?? 0,
      elsewhere: elsewhere[at] ?? 0,
    };
    const byKind = expectation?.covers.has(stem) === true ? fit : 0;
    const subject = Math.max(match.under, match.before, isName ? match.elsewhere : 0);
    const implied = pointsBack ? subject * POINTED_AT : match.under * TITLE_IS_SUBJECT;
    return { ...match, own: Math.max(match.own, byKind, implied) };
  });
}

const heard = (match: Match, by: Match): number =>
  Math.max(
    match.own * by.own,
    match.under * by.under,
    match.before * by.before,
    match.after * by.after,
    match.elsewhere * by.elsewhere,
  );

const shareOf = (values: readonly number[], weights: readonly number[]): number =>
  values.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0) / sumOf(weights);

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const flag = (holds: boolean): number => (holds ? 1 : 0);

/** Neither the name itself nor the words that an acronym is made of. */
function isUnnamed({ word }: QuestionTerm, match: Match | undefined, { passage }: Statement): boolean {
  if (match !== undefined && Math.max(match.own, match.under, match.before, match.elsewhere) > 0)
    return false;
  return word.length < 2 || word.length > 6 || !initialsOf(passage.text).includes(word);
}

const initialsOf = (text: string): string =>
  wordsOf(text)
    .map((word) => word[0] ?? '')
    .join('');

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
