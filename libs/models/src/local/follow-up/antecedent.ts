import { newNamesIn } from '../answer/names-in.ts';
import { withoutMark } from './fill-slot.ts';
import type { FollowUpWords } from './languages.ts';
import { phrasesIn } from './phrases.ts';

/** The question before, as it stands by itself, and what was answered. */
export interface Turn {
  readonly question: string;
  readonly answer: string;
}

const WHICH =
  /^(?:which|what) ((?:\p{L}[\p{L}-]*\s){1,2})((?:goes|go|runs|run|is|are|was|were|has|have)\b.*)$/iu;
const OF = ' of ';
const ASKS_A_NAME = /^(?:what|which|who|where|wer|wo|welche[rs]?|qui|quel(?:le)?)\b/iu;
const ASKS_OF_A_PLACE = /^(?:where|what is the (?:capital|largest city)|wo|où|dónde)\b/iu;

/** Who "he" or "she" is: somebody named in the answer, else in the question. null when nobody is. */
export function personOf({ question, answer }: Turn): string | null {
  return fullNameIn(answer, question) ?? fullNameIn(question, '') ?? null;
}

const fullNameIn = (text: string, question: string): string | undefined =>
  newNamesIn(text, question.toLowerCase()).find(({ isFull, isPlace }) => isFull && !isPlace)?.name;

/** Where "there" is. */
export function placeOf(turn: Turn, language: FollowUpWords): string | null {
  if (!ASKS_OF_A_PLACE.test(turn.question)) return thingOf(turn, language, true);
  if (/^(?:where|wo|où|dónde)\b/iu.test(turn.question)) return mainPhrase(turn.question, language);
  return answeredName(turn, language) ?? mainPhrase(turn.question, language);
}

/** What "it" or "they" is: what the question was about, or the name that was its answer. */
export function thingOf(turn: Turn, language: FollowUpWords, isOne: boolean): string | null {
  const question = withoutMark(turn.question);
  const chosen = WHICH.exec(question);
  const [, noun, predicate] = chosen ?? [];
  if (noun !== undefined && predicate !== undefined && isPhrase(noun, language))
    return `the ${noun.trim()} that ${predicate}`;
  const main = mainPhrase(question, language);
  if (ASKS_A_NAME.test(question) && (main === null || /^what is the \p{L}+ of \p{Lu}/u.test(question)))
    return answeredName(turn, language) ?? main;
  // "Where can visitors park?": one thing is none of several, but what was answered.
  if (isOne && main !== null && isBarePlural(main)) return answeredName(turn, language) ?? main;
  return main ?? answeredName(turn, language);
}

const isBarePlural = (phrase: string): boolean =>
  /^\p{Ll}[\p{L}-]*(?: [\p{L}-]+)*s$/u.test(phrase) && !/^(?:the|a|an|my|our|your)\b/u.test(phrase);

const isPhrase = (noun: string, language: FollowUpWords): boolean =>
  phrasesIn(noun, language).some(({ nouns }) => nouns === noun.trim());

/** The first name of the answer that is not in the question. */
function answeredName({ question, answer }: Turn, language: FollowUpWords): string | null {
  const [first] = newNamesIn(answer, question.toLowerCase());
  const leading = /^(?:the )?(\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)*)/u.exec(answer)?.[1];
  const isNew = leading !== undefined && !question.toLowerCase().includes(leading.toLowerCase());
  if (isNew && !/^(?:The|A|An|It|There|In|On|At|Yes|No)$/u.test(leading)) return leading;
  return first === undefined ? null : wholePhrase(answer, first.name, language);
}

/** "Granary" is "the Granary garage". */
const wholePhrase = (text: string, name: string, language: FollowUpWords): string =>
  phrasesIn(text, language).find((phrase) => phrase.text.includes(name))?.text ?? name;

/** The phrase that a question is about, with what "of" joins to it: what something is done with, else its first. */
export function mainPhrase(question: string, language: FollowUpWords): string | null {
  const phrases = phrasesIn(withoutMark(question), language);
  const main =
    phrases.find(({ determiner }) => determiner !== null) ??
    phrases.find(({ isObject }) => isObject) ??
    phrases.find(({ preposition }) => preposition !== null) ??
    phrases[0];
  if (main === undefined) return null;
  const next = phrases[phrases.indexOf(main) + 1];
  return next?.preposition === 'of' && main.to + OF.length >= next.from
    ? question.slice(main.from, next.to)
    : main.text;
}

/** The thing's last word, for "one": "a new one" of "a lost badge" is "a new badge". */
export const headNoun = (phrase: string): string => phrase.split(' ').at(-1) ?? phrase;
