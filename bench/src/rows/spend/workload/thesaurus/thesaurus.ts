import { HELD_OUT_FAMILIES } from '../held-out/held-out-families.ts';
import type { QuestionFamily } from '../question-family.ts';
import { HELD_BACK_FAMILIES, TUNING_FAMILIES } from '../tuning/tuning-families.ts';
import {
  COMPARATIVES,
  DATES,
  FRAME_WORDS,
  FUNCTION_WORDS,
  NEGATIONS,
  NUMBERS,
  UNITS,
} from './small-words.ts';
import {
  MORE_COMPARATIVES,
  MORE_DATES,
  MORE_FRAME_WORDS,
  MORE_NUMBERS,
  MORE_TOPICS,
  MORE_UNITS,
} from './topics-of-more-organizations.ts';
import { TOPICS } from './topics.ts';
import { wordsOf } from './words-of.ts';
import {
  LATER_COMPARATIVES,
  LATER_DATES,
  LATER_FRAME_WORDS,
  LATER_FUNCTION_WORDS,
  LATER_NUMBERS,
  LATER_UNITS,
} from './small-words-of-three-companies.ts';
import {
  TRADE_COMPARATIVES,
  TRADE_DATES,
  TRADE_FRAME_WORDS,
  TRADE_FUNCTION_WORDS,
  TRADE_NUMBERS,
  TRADE_UNITS,
} from './small-words-of-seven-trades.ts';
import {
  NEXT_COMPARATIVES,
  NEXT_DATES,
  NEXT_FRAME_WORDS,
  NEXT_FUNCTION_WORDS,
  NEXT_NAMES,
  NEXT_NEGATIONS,
  NEXT_NUMBERS,
  NEXT_UNITS,
} from './small-words-of-four-trades.ts';
import { NEXT_TOPICS } from './topics-of-four-trades.ts';
import { TRADE_TOPICS } from './topics-of-seven-trades.ts';
import { LATER_TOPICS } from './topics-of-three-companies.ts';

export type WordKind =
  | 'comparative'
  | 'content'
  | 'date'
  | 'frame'
  | 'function'
  | 'name'
  | 'negation'
  | 'number'
  | 'unit';

/** A word or an expression, as a model knows it. */
export interface KnownWord {
  readonly kind: WordKind;
  /** Shared with relatives. */
  readonly topic: string;
  /** Shared with what means nearly the same. */
  readonly meaning: string;
}

const MAX_WORDS_PER_EXPRESSION = 4;

/** Of these all words are relatives of each other, whatever block they are in. */
const SINGLE_TOPIC: ReadonlySet<WordKind> = new Set(['date', 'name', 'negation', 'number', 'unit']);

type KnownWords = ReadonlyMap<string, KnownWord>;

const FIRST_KNOWN: KnownWords = new Map([
  ...oneTopic('function', FUNCTION_WORDS.split(/\s+/).join('\n')),
  ...topicsOf('frame', `${FRAME_WORDS}\n${MORE_FRAME_WORDS}`),
  ...topicsOf('content', `${TOPICS}\n${MORE_TOPICS}`),
  ...topicsOf('comparative', `${COMPARATIVES}\n${MORE_COMPARATIVES}`),
  ...oneTopic('unit', `${UNITS}\n${MORE_UNITS}`),
  ...oneTopic('date', `${DATES}\n${MORE_DATES}`),
  ...oneTopic('number', `${NUMBERS}\n${MORE_NUMBERS}`),
  ...oneTopic('negation', NEGATIONS),
  ...oneTopic('name', namesOf([...TUNING_FAMILIES, ...HELD_OUT_FAMILIES])),
]);

const LATER_KNOWN: KnownWords = new Map([
  ...oneTopic('function', LATER_FUNCTION_WORDS.split(/\s+/).join('\n')),
  ...joined('frame', LATER_FRAME_WORDS),
  ...joined('content', LATER_TOPICS),
  ...joined('comparative', LATER_COMPARATIVES),
  ...joined('unit', LATER_UNITS),
  ...joined('date', LATER_DATES),
  ...joined('number', LATER_NUMBERS),
  // What was known before stays as it was.
  ...FIRST_KNOWN,
]);

const TRADES_KNOWN: KnownWords = new Map([
  ...oneTopic('function', TRADE_FUNCTION_WORDS.split(/\s+/).join('\n')),
  ...addedTo(LATER_KNOWN, 'trades', [
    ['frame', TRADE_FRAME_WORDS],
    ['content', TRADE_TOPICS],
    ['comparative', TRADE_COMPARATIVES],
    ['unit', TRADE_UNITS],
    ['date', TRADE_DATES],
    ['number', TRADE_NUMBERS],
  ]),
  ...LATER_KNOWN,
]);

const KNOWN: KnownWords = new Map([
  ...oneTopic('function', NEXT_FUNCTION_WORDS.split(/\s+/).join('\n')),
  ...addedTo(TRADES_KNOWN, 'next', [
    ['frame', NEXT_FRAME_WORDS],
    ['content', NEXT_TOPICS],
    ['comparative', NEXT_COMPARATIVES],
    ['unit', NEXT_UNITS],
    ['date', NEXT_DATES],
    ['number', NEXT_NUMBERS],
    ['negation', NEXT_NEGATIONS],
    ['name', NEXT_NAMES],
  ]),
  ...oneTopic('name', namesOf(HELD_BACK_FAMILIES)),
  ...TRADES_KNOWN,
]);

/** Both halves' names, forms of one name in a line: a model has read the names of the world, whatever is asked about them. */
function namesOf(families: readonly QuestionFamily[]): string {
  return families
    .flatMap(({ slots }) => Object.values(slots))
    .flatMap(({ kind, values }) => (kind === 'entity' ? values : []))
    .map((forms) => forms.map((form) => wordsOf(form).join('_')).join(' '))
    .join('\n');
}

/** The longest expression that starts at a place, and how many words it takes; null where no line has it. */
export function knownAt(words: readonly string[], at: number): { known: KnownWord; length: number } | null {
  for (let length = Math.min(MAX_WORDS_PER_EXPRESSION, words.length - at); length > 0; length -= 1) {
    const known = KNOWN.get(words.slice(at, at + length).join('_'));
    if (known !== undefined) return { known, length };
  }
  return null;
}

function topicsOf(kind: WordKind, text: string): [string, KnownWord][] {
  return text
    .trim()
    .split('\n\n')
    .flatMap((block, at) => linesOf(kind, `${kind} ${at}`, block));
}

function oneTopic(kind: WordKind, text: string): [string, KnownWord][] {
  return linesOf(kind, kind, text);
}

/** Lines whose first word is known go to where it is; the others are a topic for each block, as elsewhere. */
function joined(kind: WordKind, text: string): [string, KnownWord][] {
  const blocks = topicsOf(kind, text).map(([word, known]): [string, KnownWord] => [
    word,
    { ...known, topic: `later ${known.topic}` },
  ]);
  const isOne = kind === 'unit' || kind === 'date' || kind === 'number';
  return blocks.map(([word, known]) => {
    const first = FIRST_KNOWN.get(known.meaning.slice(kind.length + 1));
    return [word, first ?? (isOne ? { ...known, topic: kind } : known)];
  });
}

/** Of several kinds: as `joined`, and the other lines of a block are relatives of its first known word. */
function addedTo(
  earlier: KnownWords,
  layer: string,
  lists: readonly (readonly [WordKind, string])[],
): [string, KnownWord][] {
  return lists.flatMap(([kind, text]) =>
    text
      .trim()
      .split('\n\n')
      .flatMap((block, at) => linesOf(kind, topicOf(kind, block, earlier) ?? `${layer} ${kind} ${at}`, block))
      .map(([word, known]): [string, KnownWord] => [
        word,
        earlier.get(known.meaning.slice(kind.length + 1)) ?? known,
      ]),
  );
}

/** Null where no line of a block opens with a word that was known: a topic of its own. */
function topicOf(kind: WordKind, block: string, earlier: KnownWords): string | null {
  if (SINGLE_TOPIC.has(kind)) return kind;
  const heads = block.split('\n').map((line) => earlier.get(line.split(' ')[0] ?? ''));
  return heads.find((head) => head?.kind === kind)?.topic ?? null;
}

function linesOf(kind: WordKind, topic: string, block: string): [string, KnownWord][] {
  return block.split('\n').flatMap((line) => {
    const words = line.split(' ').filter((word) => word !== '');
    const meaning = `${kind} ${words[0]}`;
    return words.map((word): [string, KnownWord] => [word, { kind, topic, meaning }]);
  });
}
