import { specificityOf } from '../../language/specificity.ts';
import { STOP_WORDS } from '../../language/stop-words.ts';
import { segmentsOf, stemOf } from '../../language/words.ts';

/** One thing the question is about. */
export interface QuestionTerm {
  readonly word: string;
  readonly stem: string;
  /** How much a match of it says, before the passages are known. */
  readonly weight: number;
  /** A name, a model number, a year: what has another one is about something else. An acronym may be spelt out there. */
  readonly isName: boolean;
}

const WORD = /\p{N}+(?:[.,]\p{N}+)+|[\p{L}\p{M}\p{N}]+(?:['’]s\b)?/gu;
const YEAR_OR_MODEL = /^(?:1\d{3}|20\d\d)$|^(?=.*\p{N})(?=.*\p{L})[\p{L}\p{N}]+$/u;
const CAPITAL = /^\p{Lu}/u;
// A day or a month is no name of something, though it is written like one.
const CALENDAR =
  /^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|January|February|March|April|May|June|July|August|September|October|November|December)$/u;
const ACRONYM = /^(?=.*\p{Lu}.*\p{Lu})[\p{Lu}\p{N}]{2,}$/u;
const SENTENCE_START = /(?:^|[.!?:]\s+)["'“‘(]?$/u;
const ASKED_CLASS = /\b(?:which|what|how many)\s+(?:\p{L}+\s+of\s+)?([\p{L}\p{N}]+)/iu;
// The answer is an instance of what is asked for ("which country": "Brazil"), and need not name its class.
const CLASS_WEIGHT = 0.4;
const FOLLOW_UP_WEIGHT = 0.5;
// An amount is asked about ("for 5,000 euros"); what answers speaks of limits around it.
const AMOUNT = /^\p{N}[\p{N}.,]*$/u;
const AMOUNT_WEIGHT = 0.3;
const MIN_ENGLISH_SHARE = 0.2;

// What carries a question and is no part of what it is about.
const FILLERS: ReadonlySet<string> = new Set(
  `like want wants wanted wish got get gets happen happens happened somebody someone anybody anyone something anything
  everybody everyone nobody kind sort thing things ok okay hi hello thanks thank possible possibly exactly actually
  already really usually normally simply currently maybe perhaps know sure wonder wondering say says mean`.split(
    /\s+/,
  ),
);
const FILLER_WEIGHT = 0.3;
// What somebody tells before they ask: "My flat was flooded; are the days lost?".
const BACKGROUND_WEIGHT = 0.5;
const ASKING_START =
  /(?:[.!;:]|[,–—-] (?=(?:and |but |so )?(?:(?:by |since |until |from |at |on |in |to )?(?:what|which|when)|how|who|where|why|can|could|do|does|did|is|are|am|was|were|will|would|may|must|should|shall|have|has)\b))\s*(?=[^.!;]*\?\s*$)/giu;

/** The content words of a question, each once. */
function termsOf(written: string): QuestionTerm[] {
  const question = written.normalize('NFKC');
  const found = [...question.matchAll(WORD)];
  const askingFrom = [...question.matchAll(ASKING_START)].at(-1)?.index ?? 0;
  const areCapitalsNames = capitalsMeanNames(
    found
      .filter(({ index }, at) => at === 0 || !SENTENCE_START.test(question.slice(0, index)))
      .map(([word]) => word),
  );
  const asked = ASKED_CLASS.exec(question)?.[1]?.toLowerCase();
  const terms = new Map<string, QuestionTerm>();
  for (const match of found) {
    const surface = match[0].replace(/['’]s$/u, '');
    const isFirst = SENTENCE_START.test(question.slice(0, match.index));
    const isBackground = match.index < askingFrom;
    const isName =
      !isBackground &&
      (YEAR_OR_MODEL.test(surface) || (areCapitalsNames && isNameByCapitals(surface, isFirst)));
    for (const segment of segmentsOf(surface)) {
      const term = termOf(segment, isName, asked);
      if (term === null) continue;
      const known = terms.get(term.stem);
      const weight = term.weight * (isBackground ? BACKGROUND_WEIGHT : 1);
      if (known === undefined || known.weight < weight) terms.set(term.stem, { ...term, weight });
    }
  }
  return [...terms.values()];
}

const isNameByCapitals = (surface: string, isFirst: boolean): boolean =>
  CAPITAL.test(surface) && !isFirst && !ACRONYM.test(surface) && !CALENDAR.test(surface);

/** null for a function word. */
function termOf(surface: string, isName: boolean, asked: string | undefined): QuestionTerm | null {
  const word = surface.toLowerCase();
  if (STOP_WORDS.has(word) && !ACRONYM.test(surface)) return null;
  const share = word === asked && !isName ? CLASS_WEIGHT : 1;
  return { word, stem: stemOf(word), weight: weightOf(word, isName) * share, isName };
}

function weightOf(word: string, isName: boolean): number {
  if (isName) return specificityOf(word);
  if (AMOUNT.test(word)) return AMOUNT_WEIGHT;
  return FILLERS.has(word) ? specificityOf(word) * FILLER_WEIGHT : specificityOf(word);
}

/** A follow-up ("and in 2024?") borrows what the conversation was about. */
export function termsInConversation(
  question: string,
  history: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[],
): QuestionTerm[] {
  const terms = termsOf(question);
  const before = history.findLast(({ role }) => role === 'user');
  if (before === undefined || !isFollowUp(question, terms)) return terms;
  const known = new Set(terms.map(({ stem }) => stem));
  const borrowed = termsOf(before.content).filter(({ stem }) => !known.has(stem));
  return [
    ...terms,
    ...borrowed.map((term) => ({ ...term, weight: term.weight * FOLLOW_UP_WEIGHT, isName: false })),
  ];
}

const POINTS_BACK =
  /^(?:and|but|what about|how about|so)\b|\b(?:it|its|they|them|their|he|she|his|her|that|those|this|these|there)\b/iu;
const FEW_TERMS = 2;

function isFollowUp(question: string, terms: readonly QuestionTerm[]): boolean {
  return terms.length < FEW_TERMS || POINTS_BACK.test(question.trim());
}

/** Capitals say nothing in Title Case, in a shouted question, or in a language that writes its nouns with them. */
function capitalsMeanNames(words: readonly string[]): boolean {
  const functionWords = words.filter((word) => STOP_WORDS.has(word.toLowerCase()));
  if (functionWords.length < words.length * MIN_ENGLISH_SHARE) return false;
  return !functionWords.some((word, at) => at > 0 && word.length > 1 && CAPITAL.test(word));
}
