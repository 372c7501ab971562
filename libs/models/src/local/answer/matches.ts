import type { Expectation } from './expectations.ts';
import type { QuestionTerm } from './question-terms.ts';
import type { Statement } from './statements.ts';
import type { TermMatcher } from './term-matcher.ts';

type Place = 'own' | 'under' | 'before' | 'after' | 'elsewhere';
/** How well each place speaks of one term. */
export type Match = Readonly<Record<Place, number>>;

/** What the question asks, as far as a statement is looked at for it. */
export interface Asked {
  readonly terms: readonly QuestionTerm[];
  readonly weights: readonly number[];
  readonly matcher: TermMatcher;
  readonly expectation: Expectation | null;
  /** Which of the documents that were found a title is, from 1. */
  readonly places: ReadonlyMap<string, number>;
}

// "It was built in 1841" speaks of what was named before it; other sentences speak of their title's subject as a rule.
const POINTS_BACK = /^(?:He|She|It|Its|They|Their|Her|His|These|This|Those|That|There)\b/u;
const POINTED_AT = 0.85;
const TITLE_IS_SUBJECT = 0.5;

/**
 * For each term of the question, how well the statement and what stands around it speak of it. `fit` is how surely the
 * statement holds the kind of words that is asked for.
 */
export function matchesOf(
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

/** How well what stands around a term speaks of it, each place at its worth. */
export const heard = (match: Match, by: Match): number =>
  Math.max(
    match.own * by.own,
    match.under * by.under,
    match.before * by.before,
    match.after * by.after,
    match.elsewhere * by.elsewhere,
  );
