import { STOP_WORDS } from '../../language/stop-words.ts';
import { stemOf, wordsOf } from '../../language/words.ts';
import { type Evidence, matchIn } from './evidence.ts';
import type { Expectation } from './expectations.ts';
import type { QuestionTerm } from './question-terms.ts';

const WRONG_KIND = 0.45;
const NAME_MISSING = 0.3;
const TOPIC_ALONE = 0.5;

/**
 * 0 to 1: how likely the evidence answers the question. It must speak of most of what is asked, of every name in it,
 * of something beside its names, and hold the kind of words that the question asks for.
 */
export function confidenceIn(
  evidence: Evidence,
  terms: readonly QuestionTerm[],
  expectation: Expectation | null,
): number {
  const { statement, support, isExpectedKind } = evidence;
  const passage = stemsOf(`${statement.passage.title}\n${statement.under}\n${statement.passage.text}`);
  const nearby = stemsOf([statement.text, statement.under, ...statement.before].join('\n'));
  const lacksName = terms.some((term) => term.isName && !isNamed(term, passage, statement.passage.text));
  const others = terms.filter(({ isName }) => !isName);
  const isTopicAlone = others.length > 0 && others.every(({ stem }) => matchIn(stem, nearby) === 0);
  const isWrongKind = expectation !== null && expectation.isRequired && !isExpectedKind;
  return (
    support *
    (lacksName ? NAME_MISSING : 1) *
    (isTopicAlone ? TOPIC_ALONE : 1) *
    (isWrongKind ? WRONG_KIND : 1)
  );
}

const stemsOf = (text: string): string[] =>
  wordsOf(text)
    .filter((word) => !STOP_WORDS.has(word))
    .map(stemOf);

/** The name itself, or the words that an acronym is made of. */
function isNamed({ stem, word }: QuestionTerm, stems: readonly string[], text: string): boolean {
  if (matchIn(stem, stems) > 0 || stems.includes(word)) return true;
  return word.length >= 2 && word.length <= 6 && initialsOf(text).includes(word);
}

const initialsOf = (text: string): string =>
  wordsOf(text)
    .map((word) => word[0] ?? '')
    .join('');
