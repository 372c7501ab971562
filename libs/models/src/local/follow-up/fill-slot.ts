import type { FollowUpWords } from './languages.ts';
import { type Phrase, phrasesIn } from './phrases.ts';

/** Kinds of words that take each other's place wherever they stand. */
const SWAPPED = [
  /\b(?:1\d{3}|20\d\d)\b/iu,
  /\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekdays?|weekends?|workdays?|montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonntags?|wochentags?|feiertags?|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábados?|domingos?)(?!\p{L})/iu,
  /\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b/iu,
  /\b(?:spring|summer|autumn|winter|frühling|sommer|herbst)\b/iu,
  /\b(?:first|second|third|fourth|fifth|last|next)\b/iu,
  /\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|\d+)(?= (?:years?|months?|weeks?|days?|hours?|minutes?)\b)/iu,
  /\b\p{Lu}+-?\d+\b/u,
] as const;

/**
 * The question before with the follow-up's fragment in the place of what it changes: a year for a year, "on Sundays" for
 * "on weekdays", "the museum" for "the library". What changes nothing is added at the end.
 */
export function fillSlot(before: string, fragment: string, language: FollowUpWords): string {
  const question = withoutMark(before);
  const swapped = swapKind(question, fragment);
  if (swapped !== null) return `${swapped}?`;
  const [preposition, ...rest] = fragment.split(' ');
  if (preposition !== undefined && language.prepositions.has(preposition.toLowerCase()) && rest.length > 0)
    return `${replaceAfter(question, preposition.toLowerCase(), fragment, language)}?`;
  const slot = slotFor(question, fragment, language);
  if (slot === null) return `${question} ${language.about} ${fragment}?`;
  return `${replaced(question, slot, fragment)}?`;
}

export const withoutMark = (question: string): string => question.trim().replace(/[\s?!.]+$/u, '');

/** null when question and fragment do not both hold words of one kind. */
function swapKind(question: string, fragment: string): string | null {
  for (const kind of SWAPPED) {
    const wanted = kind.exec(fragment)?.[0];
    const present = kind.exec(question);
    if (wanted === undefined || present === null) continue;
    const from = present.index;
    return `${question.slice(0, from)}${wanted}${question.slice(from + present[0].length)}`;
  }
  return null;
}

/** In the place of the phrase behind the same preposition, else at the end. */
function replaceAfter(
  question: string,
  preposition: string,
  fragment: string,
  language: FollowUpWords,
): string {
  const phrase = phrasesIn(question, language).findLast((one) => one.preposition === preposition);
  if (phrase !== undefined) return replaced(question, phrase, fragment.slice(preposition.length + 1));
  // "And for apprentices?" takes the place of whom it was about, behind whatever preposition.
  const noun = fragment.slice(preposition.length + 1);
  const slot = preposition === language.about ? sameHead(phrasesIn(question, language), noun) : null;
  return slot === null ? `${question} ${fragment}` : replaced(question, slot, noun);
}

const replaced = (question: string, { from, to }: Phrase, text: string): string =>
  `${question.slice(0, from)}${text}${question.slice(to)}`;

// What makes a phrase the one that a fragment replaces.
const SAME_HEAD = 4;
const BOTH_NAMES = 2;
const SAME_DETERMINER = 2;
const OTHER_DETERMINER = -2;
const BEHIND_PREPOSITION = 1.5;
const IS_OBJECT = 1;
const LATER = 0.1;
const LEAST_FIT = 1;

function slotFor(question: string, fragment: string, language: FollowUpWords): Phrase | null {
  const [wanted] = phrasesIn(fragment, language);
  if (wanted === undefined) return null;
  const fits = phrasesIn(question, language).map((phrase, at) => ({
    phrase,
    fit: fitOf(phrase, wanted) + at * LATER,
  }));
  const best = fits.toSorted((one, other) => other.fit - one.fit)[0];
  return best !== undefined && best.fit >= LEAST_FIT ? best.phrase : null;
}

function fitOf(phrase: Phrase, wanted: Phrase): number {
  const hasSameHead = headOf(phrase.nouns) === headOf(wanted.nouns);
  const areNames = isName(phrase.nouns) && isName(wanted.nouns);
  const determiner =
    sortOf(phrase.determiner) === sortOf(wanted.determiner)
      ? SAME_DETERMINER
      : (phrase.determiner === null) !== (wanted.determiner === null)
        ? OTHER_DETERMINER
        : 0;
  return (
    (hasSameHead ? SAME_HEAD : 0) +
    (areNames ? BOTH_NAMES : 0) +
    determiner +
    (phrase.preposition !== null ? BEHIND_PREPOSITION : 0) +
    (phrase.isObject ? IS_OBJECT : 0)
  );
}

const DEFINITE = /^(?:the|der|die|das|den|dem|des|le|la|les|l|du|el|los|las)$/u;
const INDEFINITE = /^(?:an?|eine?[nmrs]?|une?|des|unos|unas)$/u;

/** German, French and Spanish write one determiner in many ways. */
function sortOf(determiner: string | null): string | null {
  if (determiner === null) return null;
  if (DEFINITE.test(determiner)) return 'definite';
  return INDEFINITE.test(determiner) ? 'indefinite' : determiner;
}

const sameHead = (phrases: readonly Phrase[], nouns: string): Phrase | null =>
  phrases.findLast((phrase) => headOf(phrase.nouns) === headOf(nouns)) ?? null;

const headOf = (nouns: string): string => (nouns.toLowerCase().split(' ').at(-1) ?? '').replace(/s$/u, '');
const isName = (nouns: string): boolean => /^\p{Lu}/u.test(nouns);
