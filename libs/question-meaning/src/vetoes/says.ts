import type { QuestionReading } from '../reading/read-question.ts';
import { conceptOf } from '../reading/synonyms.ts';

export const wordSet = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));
export const conceptSet = (text: string): ReadonlySet<string> =>
  new Set(text.split(/\s+/).map((word) => conceptOf(word)));

export const saysPole = ({ words }: QuestionReading, poles: readonly string[]): boolean =>
  words.some(({ pole }) => pole !== null && poles.includes(pole));
export const saysWord = ({ words }: QuestionReading, known: ReadonlySet<string>): boolean =>
  words.some(({ lower }) => known.has(lower));
export const saysConcept = ({ words }: QuestionReading, known: ReadonlySet<string>): boolean =>
  words.some(({ concept }) => known.has(concept));

/** Verbs that open a question; behind "when" they ask, and without one it begins a clause. */
export const OPENING_VERBS = wordSet(
  'do does did is are was were will can could may might must should has have cando mustdo',
);

/** The verb with which a question opens; empty where none does. */
export const openingVerbOf = ({ words }: QuestionReading): string =>
  words.find(({ lower }) => OPENING_VERBS.has(lower))?.lower ?? '';
