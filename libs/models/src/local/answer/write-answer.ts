import { STOP_WORDS } from '../../language/stop-words.ts';
import { stemOf, wordsOf } from '../../language/words.ts';
import type { Judged } from './judge.ts';
import type { QuestionTerm } from './question-terms.ts';
import type { Statement } from './statements.ts';
import { kinship } from './word-families.ts';

const MAX_WORDS = 54;
const MAX_STATEMENTS = 3;
const MAX_STATEMENT_WORDS = 40;
// How far a further statement's score may lie below the best one's: of the same passage, of another one.
const BEHIND_IN_PASSAGE = 2.2;
const BEHIND_ELSEWHERE = 0.8;
const REPETITION = 0.7;

/** The statements that an answer quotes, the best one's passage first, each passage in its own order. */
export function selectStatements(ranked: readonly Judged[], terms: readonly QuestionTerm[]): Statement[] {
  const [best] = ranked;
  if (!best) return [];
  const chosen: Statement[] = [];
  let words = 0;
  for (const { statement, score } of ranked) {
    if (chosen.length === MAX_STATEMENTS) break;
    const mayLag = statement.passage === best.statement.passage ? BEHIND_IN_PASSAGE : BEHIND_ELSEWHERE;
    if (score < best.score - mayLag) continue;
    const short = { ...statement, text: shortened(statement.text, terms) };
    const size = sizeOf(short.text) + 1;
    if (words + size > MAX_WORDS || chosen.some((other) => repeats(other.text, short.text))) continue;
    chosen.push(short);
    words += size;
  }
  const first = best.statement.passage.index;
  const place = ({ passage }: Statement): number => (passage.index === first ? 0 : passage.index);
  return chosen.toSorted((one, other) => place(one) - place(other) || one.position - other.position);
}

/** Statements of one passage are cited once, behind the last of them. */
export function citedText(statements: readonly Statement[]): string {
  return statements
    .map(({ text, passage }, at) =>
      statements[at + 1]?.passage === passage ? text : `${text} [${passage.index}]`,
    )
    .join(' ');
}

const CLAUSE = /[^,;:—–]+(?:[,;:—–]+\s*|$)/gu;

/** A long statement as the run of its clauses that speaks of the question most. */
function shortened(text: string, terms: readonly QuestionTerm[]): string {
  if (sizeOf(text) <= MAX_STATEMENT_WORDS) return text;
  const clauses = text.match(CLAUSE) ?? [text];
  const value = (clause: string): number => {
    const stems = wordsOf(clause).map(stemOf);
    return terms.reduce((sum, { stem, weight }) => sum + weight * bestKinship(stem, stems), 0);
  };
  let best = { text: '', value: -1 };
  for (let from = 0; from < clauses.length; from++) {
    for (let to = from + 1; to <= clauses.length; to++) {
      const run = clauses.slice(from, to).join('').trim();
      if (sizeOf(run) > MAX_STATEMENT_WORDS) break;
      const found = value(run) + sizeOf(run) / 1_000;
      if (found > best.value) best = { text: run, value: found };
    }
  }
  return best.text === '' ? firstWords(text) : best.text;
}

const bestKinship = (stem: string, words: readonly string[]): number =>
  words.reduce((best, word) => Math.max(best, kinship(stem, word)), 0);
const firstWords = (text: string): string => text.split(/\s+/).slice(0, MAX_STATEMENT_WORDS).join(' ');
const sizeOf = (text: string): number => text.trim().split(/\s+/).length;

/** Overlapping passages state the same thing twice. */
function repeats(one: string, other: string): boolean {
  const words = new Set(contentOf(one));
  const others = contentOf(other);
  const common = others.filter((word) => words.has(word)).length;
  return common >= REPETITION * Math.min(words.size, others.length);
}

const contentOf = (text: string): string[] => wordsOf(text).filter((word) => !STOP_WORDS.has(word));
