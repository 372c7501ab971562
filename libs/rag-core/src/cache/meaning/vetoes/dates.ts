import type { QuestionReading } from '../reading/read-question.ts';
import { sameFactSet, type Veto } from './veto.ts';

const TENSES: ReadonlyMap<string, string> = new Map([
  ...'is are am'.split(' ').map((word): [string, string] => [word, 'present']),
  ...'do does'.split(' ').map((word): [string, string] => [word, 'habit']),
  ...'was were did war waren'.split(' ').map((word): [string, string] => [word, 'past']),
  ...'will shall wird werden'.split(' ').map((word): [string, string] => [word, 'future']),
]);
/** How far into a question its verb may be looked for. */
const REACH = 8;

const datesDifferIn = sameFactSet(({ words }) =>
  words.filter(({ kind }) => kind === 'date').map(({ lower }) => lower),
);

/** Points in time, and the tense of the question's verb where both show one: "who is" is not "who was". */
export const datesDiffer: Veto = (one, other) => {
  const [tense, otherTense] = [tenseOf(one), tenseOf(other)];
  return datesDifferIn(one, other) || !mayMeet(tense, otherTense);
};

/** "When do I get paid" asks for what "when will I get paid" asks; "who is" and "who will be" differ. */
function mayMeet(one: string | null, other: string | null): boolean {
  if (one === null || other === null || one === other) return true;
  return one !== 'past' && other !== 'past' && (one === 'habit' || other === 'habit');
}

function tenseOf({ words }: QuestionReading): string | null {
  for (const { lower } of words.slice(0, REACH)) {
    const tense = TENSES.get(lower);
    if (tense !== undefined) return tense;
    // A modal verb or "has" stands for no time of its own.
    if (MODAL.has(lower)) return null;
  }
  return null;
}
const MODAL = new Set('can could may might must should would has have had cando mustdo'.split(' '));
