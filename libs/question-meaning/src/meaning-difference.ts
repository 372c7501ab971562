import { type QuestionReading, readQuestion } from './reading/read-question.ts';
import { comparativesDiffer } from './vetoes/comparatives.ts';
import { datesDiffer } from './vetoes/dates.ts';
import { entitiesDiffer } from './vetoes/entities.ts';
import { languagesDiffer } from './vetoes/language.ts';
import { negationDiffers } from './vetoes/negation.ts';
import { numbersDiffer } from './vetoes/numbers.ts';
import { questionWordsDiffer } from './vetoes/question-word.ts';
import { subjectDiffers } from './vetoes/subject.ts';
import { unitsDiffer } from './vetoes/units.ts';
import type { Veto } from './vetoes/veto.ts';

/** In the order in which they are asked: the first that sees a difference names it. */
const VETOES = {
  language: languagesDiffer,
  numbers: numbersDiffer,
  dates: datesDiffer,
  units: unitsDiffer,
  negation: negationDiffers,
  comparatives: comparativesDiffer,
  entities: entitiesDiffer,
  'question-word': questionWordsDiffer,
  subject: subjectDiffers,
} as const satisfies Readonly<Record<string, Veto>>;

/** What sets two questions apart although their vectors are near. */
export type MeaningDifference = keyof typeof VETOES;

/** Nothing longer is weighed: a question has at most 2,000 characters. */
const MAX_CHARACTERS = 4_000;

/**
 * Why two canonical questions must not share an answer, or null when nothing says so. For questions that a vector calls
 * near: each veto looks for what vectors are blind to. When in doubt it is a difference, because a veto costs a
 * generation and a miss a wrong answer. Symmetric, linear in both lengths, never throws; rates on labelled pairs are in
 * its test.
 */
export function meaningDifference(one: string, other: string): MeaningDifference | null {
  if (one === other) return null;
  if (one.length > MAX_CHARACTERS || other.length > MAX_CHARACTERS) return 'subject';
  const [reading, otherReading] = [readQuestion(one), readQuestion(other)];
  return firstDifference(reading, otherReading);
}

function firstDifference(one: QuestionReading, other: QuestionReading): MeaningDifference | null {
  for (const kind of KINDS) if (VETOES[kind](one, other)) return kind;
  return null;
}

const isKind = (kind: string): kind is MeaningDifference => Object.hasOwn(VETOES, kind);
const KINDS: readonly MeaningDifference[] = Object.keys(VETOES).filter(isKind);
