import { countTokens } from '../../tokens/count-tokens.ts';

/** A sentence or a line: what a passage is built of. `end` includes the white space behind it. */
export interface TextUnit {
  readonly start: number;
  readonly end: number;
  readonly tokens: number;
}

// A line's end, or a sentence's: closing marks and white space, then something that can begin a sentence.
const BOUNDARY = /\n+|[.!?]["'”’)\]]*[ \t]+(?=["'“‘([]?[\p{Lu}\p{N}])|[。！？]/gu;
const WORD_END = /\s+|$/g;
/** A unit with more characters for each allowed token is cut uncounted: counting one takes memory and more than linear time. */
const MAX_CHARACTERS_PER_TOKEN = 16;

/** Consecutive units that cover `start` to `end` without a gap; none has more than `maxTokens`. */
export function* unitsOf(
  content: string,
  start: number,
  end: number,
  maxTokens: number,
): Generator<TextUnit, void, undefined> {
  const text = content.slice(start, end);
  let from = 0;
  for (const cut of cutsIn(text)) {
    const isCountable = cut - from <= maxTokens * MAX_CHARACTERS_PER_TOKEN;
    const tokens = isCountable ? countTokens(text.slice(from, cut)) : Infinity;
    const unit = { start: start + from, end: start + cut, tokens };
    from = cut;
    if (tokens <= maxTokens) yield unit;
    else yield* wordGroups(content, unit, maxTokens);
  }
}

/** Where lines and sentences end; the last is the end of the text. */
function* cutsIn(text: string): Generator<number, void, undefined> {
  let last = 0;
  for (const found of text.matchAll(BOUNDARY)) {
    last = found.index + found[0].length;
    yield last;
  }
  if (last !== text.length) yield text.length;
}

/** A unit that is too long, cut between words; a word that is too long (data, not language) is cut by characters. */
function* wordGroups(
  content: string,
  unit: TextUnit,
  maxTokens: number,
): Generator<TextUnit, void, undefined> {
  const text = content.slice(unit.start, unit.end);
  let from = 0;
  let size = 0;
  for (const [piece, end] of piecesIn(text, maxTokens)) {
    const tokens = countTokens(text.slice(piece, Math.min(end, piece + maxTokens)));
    if (size + tokens > maxTokens && piece > from) {
      yield { start: unit.start + from, end: unit.start + piece, tokens: size };
      [from, size] = [piece, 0];
    }
    size += tokens;
  }
  if (text.length > from) yield { start: unit.start + from, end: unit.end, tokens: size };
}

/** Where the parts of words begin, each with the end of its word. */
function* piecesIn(text: string, maxTokens: number): Generator<[piece: number, end: number]> {
  let word = 0;
  for (const found of text.matchAll(WORD_END)) {
    const end = found.index + found[0].length;
    for (const piece of piecesOf(text, word, end, maxTokens)) yield [piece, end];
    word = end;
  }
}

/** Where the parts of one word begin: it alone, or every `maxTokens` characters (a character is at least a token here). */
function* piecesOf(text: string, start: number, end: number, maxTokens: number): Generator<number> {
  for (let at = start; at < end; at += maxTokens) {
    // Never between the halves of a surrogate pair.
    const isLowSurrogate = (text.charCodeAt(at) & 0xfc00) === 0xdc00;
    yield isLowSurrogate && at > start ? at - 1 : at;
  }
}
