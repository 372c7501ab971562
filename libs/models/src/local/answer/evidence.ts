import { STOP_WORDS } from '../../language/stop-words.ts';
import { stemOf, wordsOf } from '../../language/words.ts';
import type { Expectation } from './expectations.ts';
import type { QuestionTerm } from './question-terms.ts';
import type { Statement } from './statements.ts';
import { kinship } from './word-families.ts';

/** A statement and what speaks for it. */
export interface Evidence {
  readonly statement: Statement;
  /** For ranking against the others. */
  readonly score: number;
  /** 0 to 1: how much of the question the statement and its surroundings speak of. */
  readonly support: number;
  readonly isExpectedKind: boolean;
}

// What a match counts, by where it stands: in the statement, above it, just before it, elsewhere in its passage.
const SUPPORT_BY_PLACE = { own: 1, under: 0.9, before: 0.8, elsewhere: 0.45 };
const RANK_BY_PLACE = { own: 1, under: 0.85, before: 0.45, elsewhere: 0.1 };
const EXPECTED_KIND_BONUS = 0.2;
const NEIGHBOURS_BONUS = 0.15;
const FIRST_PASSAGE_BONUS = 0.08;
const QUESTION_PENALTY = 0.5;
const NOTHING_NEW_PENALTY = 0.3;
const NEIGHBOUR_DISTANCE = 3;

/** Every statement with its evidence, best first. */
export function weigh(
  statements: readonly Statement[],
  terms: readonly QuestionTerm[],
  expectation: Expectation | null,
): Evidence[] {
  const texts = new StemCache();
  const weights = weightsOf(terms, statements, texts);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return [];
  const passageTexts = new Map(
    statements.map(({ passage }) => [passage, `${passage.title}\n${passage.text}`]),
  );
  return statements
    .map((statement, rank) => {
      const places = {
        own: texts.of(statement.text),
        under: texts.of(statement.under),
        before: texts.of(statement.before.join(' ')),
        elsewhere: texts.of(passageTexts.get(statement.passage) ?? ''),
      };
      const matches = terms.map((term) => placesOf(term, places));
      const sumBy = (by: typeof RANK_BY_PLACE): number =>
        matches.reduce((sum, match, at) => sum + (weights[at] ?? 0) * bestOf(match, by), 0) / total;
      const isExpectedKind = expectation === null || expectation.isMetBy(statement.text);
      const score =
        sumBy(RANK_BY_PLACE) +
        (expectation !== null && isExpectedKind ? EXPECTED_KIND_BONUS : 0) +
        NEIGHBOURS_BONUS * neighbours(terms, places.own) +
        FIRST_PASSAGE_BONUS / statement.passage.index -
        (statement.text.endsWith('?') ? QUESTION_PENALTY : 0) -
        (hasNews(places.own, terms) ? 0 : NOTHING_NEW_PENALTY) -
        rank * Number.EPSILON;
      return { statement, score, support: sumBy(SUPPORT_BY_PLACE), isExpectedKind };
    })
    .toSorted((one, other) => other.score - one.score);
}

type Places<T> = Readonly<Record<keyof typeof RANK_BY_PLACE, T>>;

/** Rare among the statements says more than common; a term that none has keeps its full weight, and counts as missing. */
function weightsOf(
  terms: readonly QuestionTerm[],
  statements: readonly Statement[],
  texts: StemCache,
): number[] {
  const stems = statements.map(({ text }) => texts.of(text));
  return terms.map(({ stem, weight }) => {
    const having = stems.filter((words) => matchIn(stem, words) > 0).length;
    const rarity =
      Math.log(1 + (stems.length - having + 0.5) / (having + 0.5)) / Math.log(2 + 2 * stems.length);
    return weight * (0.4 + 0.6 * rarity);
  });
}

function placesOf({ stem }: QuestionTerm, places: Places<readonly string[]>): Places<number> {
  return {
    own: matchIn(stem, places.own),
    under: matchIn(stem, places.under),
    before: matchIn(stem, places.before),
    elsewhere: matchIn(stem, places.elsewhere),
  };
}

const bestOf = (match: Places<number>, by: Places<number>): number =>
  Math.max(
    match.own * by.own,
    match.under * by.under,
    match.before * by.before,
    match.elsewhere * by.elsewhere,
  );

/** 0 to 1: how well the best of the words stands for the stem. */
export const matchIn = (stem: string, words: readonly string[]): number =>
  words.reduce((best, word) => Math.max(best, kinship(stem, word)), 0);

/** The share of neighbouring terms of the question that stand near each other in the statement too. */
function neighbours(terms: readonly QuestionTerm[], words: readonly string[]): number {
  if (terms.length < 2) return 0;
  const at = terms.map(({ stem }) => words.findIndex((word) => kinship(stem, word) > 0));
  const near = at.filter((position, index) => {
    const next = at[index + 1];
    return (
      next !== undefined && position >= 0 && next >= 0 && Math.abs(next - position) <= NEIGHBOUR_DISTANCE
    );
  });
  return near.length / (terms.length - 1);
}

/** A statement that only repeats the question's words answers nothing. */
const hasNews = (words: readonly string[], terms: readonly QuestionTerm[]): boolean =>
  words.some((word) => terms.every(({ stem }) => kinship(stem, word) === 0));

/** Stems of content words, made once for each text. */
class StemCache {
  readonly #stems = new Map<string, readonly string[]>();

  of(text: string): readonly string[] {
    const known = this.#stems.get(text);
    if (known) return known;
    const stems = wordsOf(text)
      .filter((word) => !STOP_WORDS.has(word))
      .map(stemOf);
    this.#stems.set(text, stems);
    return stems;
  }
}
