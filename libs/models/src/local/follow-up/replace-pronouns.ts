import { headNoun, mainPhrase, personOf, placeOf, thingOf, type Turn } from './antecedent.ts';
import { withoutMark } from './fill-slot.ts';
import type { FollowUpWords } from './languages.ts';
import { phrasesIn, wordsIn } from './phrases.ts';

// "It" that stands for nothing: "is it possible to", "how long does it take to".
const EMPTY_IT =
  /\bit (?:\p{L}+ ){1,2}(?:to|that)\b|\bis it (?:possible|allowed|necessary|true)\b|\bgibt es\b|\bist es (?:möglich|erlaubt|nötig)\b|\best-il (?:possible|permis|nécessaire)\b|\by a-t-il\b/iu;
// "Quand est-il mort ?" names him before the verb.
const BEHIND_VERB = /([\p{L}]+)-(?:t-)?(?:il|elle)(?!\p{L})/iu;
// "How long does it take?" is of what the question before wanted.
const TAKES = /\bdoes it take$/iu;
const EMPTY_THERE = /\b(?:is|are|was|were) there\b|\bthere (?:is|are|was|were)\b/iu;
const POINTING = new Set(['this', 'that', 'these', 'those']);
const ONE_THING = new Set(['it', 'its', 'this', 'that']);
const NOUN_AGAIN = new Set(['one', 'ones']);
const GOING = new Set(['get', 'go', 'come', 'travel', 'walk', 'drive', 'fly']);

interface Pronoun {
  readonly lower: string;
  readonly last: string;
  readonly next: string;
  readonly isThereEmpty: boolean;
}

/** The question with what its first pronoun stands for in the turn before; unchanged when it has none that does. */
export function replacePronouns(question: string, before: Turn, language: FollowUpWords): string {
  if (EMPTY_IT.test(question)) return question;
  const thing = thingOf(before, language, true);
  const inverted = BEHIND_VERB.exec(question);
  if (inverted !== null) {
    const named = personOf(before) ?? thing;
    return named === null
      ? question
      : `${question.slice(0, inverted.index)}${named} ${question.slice(inverted.index)}`;
  }
  const wanted = phrasesIn(withoutMark(before.question), language).at(-1)?.text ?? thing;
  if (TAKES.test(question) && wanted !== null) return `${question} ${language.about} ${wanted}`;
  return replaceFirst(question, before, language);
}

function replaceFirst(question: string, before: Turn, language: FollowUpWords): string {
  const words = wordsIn(question);
  const isThereEmpty = EMPTY_THERE.test(question);
  for (const [at, { lower, from, to }] of words.entries()) {
    const pronoun = {
      lower,
      last: words[at - 1]?.lower ?? '',
      next: words[at + 1]?.lower ?? '',
      isThereEmpty,
    };
    const found = antecedentOf(pronoun, before, language);
    if (found !== null) return `${question.slice(0, from)}${found}${question.slice(to)}`;
  }
  return question;
}

/** null for a word that is no pronoun, or one that points at nothing in the turn before. */
function antecedentOf(pronoun: Pronoun, before: Turn, language: FollowUpWords): string | null {
  const { lower } = pronoun;
  if (NOUN_AGAIN.has(lower)) {
    const main = mainPhrase(before.question, language);
    return main === null ? null : headNoun(main);
  }
  if (language.places.has(lower))
    return pronoun.isThereEmpty ? null : placed(pronoun, placeOf(before, language));
  const person = language.persons.has(lower) ? personOf(before) : null;
  const found = person ?? thingFor(pronoun, before, language);
  return found !== null && isOwner(pronoun, language) ? possessive(found) : found;
}

function thingFor(pronoun: Pronoun, before: Turn, language: FollowUpWords): string | null {
  const { lower, next } = pronoun;
  if (!language.things.has(lower)) return null;
  // "That report" names what it means, and "the rule that applies" joins.
  const standsAlone =
    next === '' || language.breaks.has(next) || language.verbs.has(next) || language.prepositions.has(next);
  if (POINTING.has(lower) && !standsAlone) return null;
  return thingOf(before, language, ONE_THING.has(lower));
}

const isOwner = ({ lower, next }: Pronoun, language: FollowUpWords): boolean =>
  language.possessives.has(lower) || (lower === 'her' && next !== '' && !language.prepositions.has(next));

const possessive = (name: string): string => (name.endsWith('s') ? `${name}'` : `${name}'s`);

/** "There" has its preposition in itself. */
function placed({ lower, last }: Pronoun, place: string | null): string | null {
  if (place === null || lower !== 'there') return place;
  if (GOING.has(last)) return `to ${place}`;
  return /^\p{Lu}/u.test(place) ? `in ${place}` : `at ${place}`;
}
