import { firstTokens } from '../tokens/first-tokens.ts';
import type { CountTokens, TokenCounter } from '../tokens/tokens-for-model.ts';

/** A text with what stands around it in a prompt. */
export interface Packable {
  readonly text: string;
  /** Number, marks, title and source, counted in that way. */
  readonly frameTokens: (count: CountTokens) => number;
}

/** A part of a passage is worth its place when more than so many tokens are left for it. */
const MIN_PARTIAL_TOKENS = 100;

/** Takes texts, best first, while they fit. Together they are never more than `maxTokens`. */
export interface TextPacker {
  /** The text, or its beginning when more than 100 tokens are left for that; null when neither fits. */
  add<T extends Packable>(one: T): T | null;
}

const tokensOf = ({ text, frameTokens }: Packable, count: CountTokens): number =>
  frameTokens(count) + count(text);

/** One that is too long hides no shorter one behind it. */
export function createTextPacker(
  maxTokens: number,
  { count, atMost }: Pick<TokenCounter, 'count' | 'atMost'>,
): TextPacker {
  let left = maxTokens;
  // Counting takes time, and most texts are so short that all of them fit whatever their tokens are.
  let uncounted: Packable[] = [];
  let uncountedAtMost = 0;
  const countTaken = (): void => {
    left -= uncounted.reduce((sum, one) => sum + tokensOf(one, count), 0);
    uncounted = [];
    uncountedAtMost = 0;
  };
  return {
    add: (one) => {
      if (one.text === '') return null;
      const most = tokensOf(one, atMost);
      if (uncountedAtMost + most <= left) {
        uncounted.push(one);
        uncountedAtMost += most;
        return one;
      }
      countTaken();
      const frame = one.frameTokens(count);
      const fitting = fittingPart(one.text, left - frame, count);
      if (fitting === null) return null;
      left -= frame + fitting.tokens;
      return fitting.text === one.text ? one : { ...one, text: fitting.text };
    },
  };
}

interface Part {
  readonly text: string;
  readonly tokens: number;
}

function fittingPart(text: string, room: number, count: CountTokens): Part | null {
  const tokens = count(text);
  if (tokens <= room) return { text, tokens };
  const cut = room > MIN_PARTIAL_TOKENS ? firstCounted(text, room, count) : '';
  return cut === '' ? null : { text: cut, tokens: count(cut) };
}

/** `firstTokens` cuts by our own tokens; another tokenizer's count may ask for less. */
function firstCounted(text: string, maxTokens: number, count: CountTokens): string {
  let limit = maxTokens;
  let cut = firstTokens(text, limit);
  for (let tokens = count(cut); tokens > maxTokens; tokens = count(cut)) {
    limit = Math.min(limit - 1, Math.floor((limit * maxTokens) / tokens));
    cut = firstTokens(text, limit);
  }
  return cut;
}
