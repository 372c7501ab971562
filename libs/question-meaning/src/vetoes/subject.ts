import { impliedBy } from '../reading/asked-nouns.ts';
import { oppositeAct } from '../reading/poles.ts';
import type { QuestionReading } from '../reading/read-question.ts';
import { conceptOf } from '../reading/synonyms.ts';
import { commonAnswers } from './question-word.ts';
import type { Term } from '../reading/word.ts';
import { unsaidBetween } from './unsaid-between.ts';
import type { Veto } from './veto.ts';

/** Verbs that order an answer, at the beginning; elsewhere they are what is asked about: "how do I list users". */
const ORDERS = new Set('tell explain describe define give list show name'.split(' '));
const BEFORE_ORDER = new Set('please kindly can could would will you just'.split(' '));

/** One says something that the other does not, in no form and by no synonym that is known. */
export const subjectDiffers: Veto = (one, other) => {
  const { onlyInOne, onlyInOther } = unmatchedConcepts(one, other);
  return onlyInOne.length + onlyInOther.length > 0;
};

/** The concepts that each says and the other does not. */
export interface UnmatchedConcepts {
  readonly onlyInOne: readonly string[];
  readonly onlyInOther: readonly string[];
}

export function unmatchedConcepts(one: QuestionReading, other: QuestionReading): UnmatchedConcepts {
  const common = commonAnswers(one, other);
  const isAmount = common.has('what') && one.answers.has('how-much') !== other.answers.has('how-much');
  const asked = [...[...common].flatMap((type) => [...impliedBy(type)]), ...(isAmount ? AMOUNT_VERBS : [])];
  // Two orders without a question word could ask for anything: then nothing is implied.
  const implied = new Set([...(common.has('none') ? [] : asked), ...unsaidBetween(one, other).concepts]);
  const [subject, otherSubject] = [subjectOf(one, implied), subjectOf(other, implied)];
  const onlyInOne = missingFrom(otherSubject, subject);
  const onlyInOther = missingFrom(subject, otherSubject);
  return { onlyInOne: weighed(onlyInOne, onlyInOther), onlyInOther: weighed(onlyInOther, onlyInOne) };
}

const missingFrom = (known: ReadonlySet<string>, said: ReadonlySet<string>): readonly string[] =>
  [...said].filter((concept) => !known.has(concept));

/** A word that adds nothing counts where the other question has another word in its place. */
const weighed = (said: readonly string[], others: readonly string[]): readonly string[] =>
  others.length > 0 ? said : said.filter((concept) => !ADDS_NOTHING.has(concept));

/** Who a company's questions are about when they do not say: "how many vacation days do employees get". */
const DEFAULT_PERSON = conceptOf('employee');
/** Verbs and adjectives that add nothing where the other question has no word in their place. */
const LIGHT_WORDS = new Set(
  `work happen take make available particular specific official general possible certain whole entire usually typical
  typically normally generally basically permanently`
    .split(/\s+/)
    .map((word) => conceptOf(word)),
);
/** They add nothing alone: "the legal department" and "legal". */
const ADDS_NOTHING = new Set(
  `department team unit section area group process procedure policy rule regulation information detail level amount
  figure value rate overview concern regard relate involve stay remain become plan package system program scheme matter
  case place site individual current respective corresponding applicable relevant actual existing various
  own total issue situation kind type still along copy part side way thing business company`
    .split(/\s+/)
    .map((word) => conceptOf(word)),
);
/** A rule applies to somebody; somebody who applies for something says "apply". */
const LIGHT_FORMS = new Set(['applies', 'applied']);
/** "How much revenue did we make" and "what was the revenue". */
const AMOUNT_VERBS = ['make', 'earn', 'generate'].map((verb) => conceptOf(verb));

/** What the question is about and no other veto weighs. */
function subjectOf(reading: QuestionReading, implied: ReadonlySet<string>): ReadonlySet<string> {
  const order = orderAt(reading);
  const said = reading.words.filter(
    ({ concept, lower, isContent, pole }, at) =>
      isContent &&
      at !== order &&
      (pole === null || oppositeAct(pole) !== null) &&
      concept !== DEFAULT_PERSON &&
      !LIGHT_WORDS.has(concept) &&
      !LIGHT_FORMS.has(lower) &&
      !implied.has(concept),
  );
  // All that says the same act counts as one. Whether a capital makes it another word the names have said.
  return new Set(said.map(subjectConcept));
}

/** What a word of a question counts as, where its subject is weighed. Support that is dropped is removed. */
export const subjectConcept = ({ concept, pole }: Term): string =>
  pole === 'drop' ? 'remove' : (pole ?? concept.toLowerCase());

/** Where a question says each of its unmatched concepts first. */
export const unmatchedPlaces = ({ words }: QuestionReading, concepts: readonly string[]): number[] =>
  concepts.map((concept) => words.findIndex((word) => subjectConcept(word) === concept));

/** Where "list …" or "could you show me …" orders the answer; -1 when nothing does. */
function orderAt({ words }: QuestionReading): number {
  const at = words.findIndex(({ lower }) => !BEFORE_ORDER.has(lower));
  return ORDERS.has(words[at]?.lower ?? '') ? at : -1;
}
