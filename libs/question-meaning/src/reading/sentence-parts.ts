import { isAct } from '../lexicon/lexicon.ts';
import type { QuestionReading } from './read-question.ts';
import type { Term } from './word.ts';

/** What leads the phrase in which a word stands; `free` for a subject, an object or a verb. */
export type Role =
  | 'free'
  /** What is asked for, where something else acts: "which firms" in "which firms does Acme sue". */
  | 'object'
  | 'source'
  | 'target'
  | 'affected'
  | 'agent'
  | 'beneficiary'
  | 'compared'
  | 'of'
  | 'placed';

/** A word of content, or `?` for what is asked for. */
export interface Part {
  readonly concept: string;
  readonly position: number;
  readonly isName: boolean;
  /** A number or a unit. */
  readonly isCount: boolean;
  readonly role: Role;
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

const LEADS: ReadonlyMap<string, Role> = new Map([
  ...[...set('from von vom depuis desde da')].map((word): [string, Role] => [word, 'source']),
  ...[...set('to into nach vers hasta')].map((word): [string, Role] => [word, 'target']),
  ...[...set('on upon auf sur sobre')].map((word): [string, Role] => [word, 'affected']),
  ...[
    ...set('in at about during under over through as per since until before after without within near like'),
  ].map((word): [string, Role] => [word, 'placed']),
  ['by', 'agent'],
  ['for', 'beneficiary'],
  ['of', 'of'],
  ['than', 'compared'],
]);
const DETERMINERS = set(
  `a an the my your our his her its their this that these those any some all each every der die das den dem ein eine
  einen le la les un une el los las il lo gli`,
);
const DEGREES = set('more less most least');
const AUXILIARIES = set(
  'do does did can could may might must should will would has have is are was were cando mustdo',
);
const BEING = set('is are was were');
const DOING = set('do does did');
const PRONOUNS = set('i you we he she it they there one ich du wir je tu nous');
const ASKED = set('who whom what which');
/** How far behind "which" its verb may stand. */
const ASKED_REACH = 3;

/** The parts of a sentence in order. */
export function partsOf(reading: QuestionReading): Part[] {
  const parts: Part[] = [];
  const asked = askedPhrase(reading);
  let led: Role = 'free';
  reading.words.forEach((word, position) => {
    const role = led === 'free' && position < asked.until ? asked.role : led;
    const lead = LEADS.get(word.lower);
    if (lead !== undefined) led = lead === 'agent' && !isByActor(reading, position) ? 'placed' : lead;
    else if (ASKED.has(word.lower))
      parts.push({ concept: '?', position, isName: true, isCount: false, role });
    else if (isThing(word)) {
      const isCount = isCounting(word);
      parts.push({ concept: word.concept, position, isName: word.isName || isCount, isCount, role });
    }
    // What is no determiner ends a phrase: the next words stand for themselves. A date ends none: "in the summer term".
    else if (endsPhrase(word)) led = 'free';
  });
  return parts;
}

/** "More than" a thing is no other thing. */
const isDegree = ({ pole }: Term): boolean => DEGREES.has(pole ?? '');
const isCounting = ({ kind }: Term): boolean => kind === 'unit' || kind === 'number';
const isThing = (word: Term): boolean => !isDegree(word) && (isCounting(word) || word.isContent);
const endsPhrase = (word: Term): boolean =>
  !isDegree(word) && word.kind !== 'date' && !DETERMINERS.has(word.lower);

/** Whether somebody acts behind "by": not in "late by more than two hours". */
const isByActor = (reading: QuestionReading, by: number): boolean => {
  const next = reading.words[by + 1];
  return !isMade(reading, by) && !(next !== undefined && (isDegree(next) || isCounting(next)));
};

/** "A fridge by Acme": where nothing is done before "by", it says who made the thing. */
function isMade({ words }: QuestionReading, by: number): boolean {
  const thing = words[by - 1];
  return thing?.kind === 'word' && thing.isContent && !isAct(thing.lower) && !DONE.test(thing.lower);
}
/** Participles, and nouns of what is done: "the approval by". */
const DONE = /(?:ed|en|al|[st]ion|ment|[ae]nce|ing|ure)$/;

/** "Which firms does Acme sue": words before `until` belong to what is asked for, and somebody else acts. */
function askedPhrase({ words }: QuestionReading): { readonly until: number; readonly role: Role } {
  const at = words.findIndex(({ lower }) => ASKED.has(lower));
  const verb = words.findIndex(({ lower }, position) => position > at && AUXILIARIES.has(lower));
  // "Which files do not sync" asks for those that act.
  const isDenied = words[verb + 1]?.lower === 'not' && !PRONOUNS.has(words[verb + 2]?.lower ?? '');
  const isNear = at >= 0 && verb >= 0 && verb <= at + ASKED_REACH;
  const isObject = isNear && !isDenied && isBeforeActor(words, verb);
  if (!isObject) return { until: 0, role: 'free' };
  // "Who does Ann report to": the one that is asked for belongs to the end.
  return { until: verb, role: LEADS.get(words.at(-1)?.lower ?? '') === 'target' ? 'target' : 'object' };
}

/** "Which firms does Acme sue", "which papers must a tenant bring": who acts stands behind the verb. */
function isBeforeActor(words: QuestionReading['words'], verb: number): boolean {
  const [lower, next] = [words[verb]?.lower ?? '', words[verb + 1]?.lower ?? ''];
  return DOING.has(lower) || (!BEING.has(lower) && (DETERMINERS.has(next) || PRONOUNS.has(next)));
}

const isHeaded = (words: QuestionReading['words']): boolean =>
  words.some(
    ({ lower }, at) =>
      ASKED.has(lower) && words[at - 1]?.isContent === true && words[at - 1]?.isName === false,
  );

/** How a sentence is built: `acting` when word order says who acts, `being` when its verb may be passive. */
export function buildOf({ words }: QuestionReading): 'acting' | 'being' | 'asking' {
  const at = words.findIndex(({ lower }) => AUXILIARIES.has(lower));
  // "Crane: who may start it" names its subject first, in no order with its verb.
  if (isHeaded(words)) return 'asking';
  // "Do I reset …": the asker acts, and what follows has no order of its own.
  if (
    at < 0 ||
    at === words.length - 1 ||
    [at - 1, at + 1].some((beside) => PRONOUNS.has(words[beside]?.lower ?? ''))
  )
    return 'asking';
  // "Is it possible to return a tent": nobody is said to act.
  if (at === 0 && words[at]?.lower === 'cando') return 'asking';
  const isBeing = BEING.has(words[at]?.lower ?? '') || words.some(({ lower }) => lower === 'be');
  return isBeing ? 'being' : 'acting';
}
