import { firstTokens } from '../tokens/first-tokens.ts';
import type { CountTokens } from '../tokens/tokens-for-model.ts';

/** A text with what stands around it in a prompt. */
export interface Packable {
  readonly text: string;
  /** Number, marks, title and source. */
  readonly frameTokens: number;
}

/** A part of a passage is worth its place when more than so many tokens are left for it. */
const MIN_PARTIAL_TOKENS = 100;

/** Takes texts, best first, while they fit. Together they are never more than `maxTokens`. */
export interface TextPacker {
  /** The text, or its beginning when more than 100 tokens are left for that; null when neither fits. */
  add<T extends Packable>(one: T): T | null;
}

/** One that is too long hides no shorter one behind it. */
export function createTextPacker(maxTokens: number, count: CountTokens): TextPacker {
  let left = maxTokens;
  return {
    add: (one) => {
      const text = fittingPart(one.text, left - one.frameTokens, count);
      if (text === '') return null;
      left -= one.frameTokens + count(text);
      return text === one.text ? one : { ...one, text };
    },
  };
}

function fittingPart(text: string, room: number, count: CountTokens): string {
  if (count(text) <= room) return text;
  return room > MIN_PARTIAL_TOKENS ? firstCounted(text, room, count) : '';
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
