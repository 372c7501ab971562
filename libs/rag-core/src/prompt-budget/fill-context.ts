import { sanitizePassage } from '@ragfleet/guards';
import { rememberByText } from '@ragfleet/kernel';
import type { Passage } from '../ports/passages.ts';
import { createDistinctTexts } from '../search/distinct-texts.ts';
import { type CountTokens, OUR_TOKENS } from '../tokens/tokens-for-model.ts';
import { compressText } from './compress-text.ts';
import { createTextPacker } from './pack-texts.ts';
import { type PlacedText, withoutOverlap } from './trim-overlap.ts';

/** A passage in the prompt, under the number by which the model cites it. */
export interface NumberedPassage {
  /** 1-based. */
  readonly index: number;
  readonly passage: Passage;
  /**
   * The stored text as the prompt holds it: sanitized, without what a neighbour says already, compressed, perhaps cut at
   * its end. Citations quote the stored text.
   */
  readonly text: string;
}

export interface ContextLimits {
  /** What is paid for, whatever a window could hold. */
  readonly maxTokens: number;
  readonly compresses: boolean;
}

const KEPT_CHARACTERS = 1_000_000;
const sanitized = rememberByText(sanitizePassage, KEPT_CHARACTERS);
const compressed = rememberByText(compressText, KEPT_CHARACTERS);

/** Number, line breaks, and marks that carry a random word, around one passage. */
const MARK_TOKENS = 48;

/** What stands around a passage in a prompt. */
export const frameTokens = ({ title, source }: Passage, count: CountTokens): number =>
  MARK_TOKENS + count(title) + (source === null ? 0 : count(source));

/**
 * The passages that go into a prompt, best first and numbered, each text once. No model's window is looked at: that is
 * the matter of `fitPrompt`, for the model that really answers.
 */
export function fillContext(
  passages: readonly Passage[],
  { maxTokens, compresses }: ContextLimits,
): readonly NumberedPassage[] {
  const packer = createTextPacker(maxTokens, OUR_TOKENS);
  const whole: PlacedText[] = [];
  const context: NumberedPassage[] = [];
  for (const passage of passages.filter(createDistinctTexts())) {
    const stored = sanitized(passage.text);
    const trimmed = withoutOverlap({ passage, text: stored }, whole);
    const text = compresses ? compressed(trimmed) : trimmed;
    const packed = packer.add({ text, frameTokens: (count) => frameTokens(passage, count) });
    if (packed === null) continue;
    if (packed.text === text) whole.push({ passage, text: stored });
    context.push({ index: context.length + 1, passage, text: packed.text });
  }
  return context;
}
