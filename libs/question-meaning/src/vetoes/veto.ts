import type { QuestionReading } from '../reading/read-question.ts';

/** Sees one kind of difference. Symmetric, and false for a question and itself. */
export type Veto = (one: QuestionReading, other: QuestionReading) => boolean;

/** A veto on two questions of which the same list of facts is not true. */
const sameFacts =
  (factsOf: (reading: QuestionReading) => readonly string[]): Veto =>
  (one, other) =>
    keyOf(factsOf(one)) !== keyOf(factsOf(other));

/** The same, in any order and each fact once. */
export const sameFactSet = (factsOf: (reading: QuestionReading) => readonly string[]): Veto =>
  sameFacts((reading) => [...new Set(factsOf(reading))].toSorted());

// A fact holds no line break: white space was made single spaces.
const keyOf = (facts: readonly string[]): string => facts.join('\n');
