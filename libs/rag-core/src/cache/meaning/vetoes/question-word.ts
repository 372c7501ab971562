import { type AnswerType, answerTypeOf } from '../reading/answer-type.ts';
import type { QuestionReading } from '../reading/read-question.ts';
import type { Veto } from './veto.ts';

const MAY = new Set('can could may cando kann darf puedo puede puis peut posso può mag kan'.split(' '));
const MUST = new Set('must should shall mustdo ought muss soll debo dois doit devo deve moet'.split(' '));
/** An order names what it wants told; without a question word that is a "what" or a "how". */
const MEETS_NONE: ReadonlySet<AnswerType> = new Set(['what', 'how', 'none']);

/** Another kind of answer is asked for, or leave where the other asks for duty. */
export const questionWordsDiffer: Veto = (one, other) => {
  const [type, otherType] = [answerTypeOf(one), answerTypeOf(other)];
  const meet =
    type === otherType ||
    (type === 'none' && MEETS_NONE.has(otherType)) ||
    (otherType === 'none' && MEETS_NONE.has(type));
  // "How can I" and "how should I" ask for the same steps.
  return !meet || (type !== 'how' && otherType !== 'how' && opposes(modalityOf(one), modalityOf(other)));
};

type Modality = 'may' | 'must' | null;

function modalityOf({ words }: QuestionReading): Modality {
  for (const { lower } of words) {
    if (MUST.has(lower)) return 'must';
    if (MAY.has(lower)) return 'may';
  }
  return null;
}

const opposes = (one: Modality, other: Modality): boolean => one !== null && other !== null && one !== other;
