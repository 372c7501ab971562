import {
  datamark,
  neutralizeMarks,
  SAMPLE_DATAMARK,
  sanitizePassage,
  withoutCodeBlocks,
  withoutUrls,
} from '@ragfleet/guards';
import { rememberByText } from '@ragfleet/kernel';
import type { GuardPolicy } from '../ports/guard-policy.ts';
import type { Passage } from '../ports/passages.ts';
import { createDistinctTexts } from '../search/distinct-texts.ts';
import { type CountTokens, OUR_TOKENS } from '../tokens/tokens-for-model.ts';
import { compressText } from './compress-text.ts';
import { createTextPacker } from './pack-texts.ts';
import { isSuspicious } from './suspicious-passage.ts';
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
  /** True for what reads like orders to a model. */
  readonly isSuspicious: boolean;
}

export interface ContextLimits extends Partial<Pick<GuardPolicy, 'codeBlocks' | 'urls'>> {
  /** What is paid for, whatever a window could hold. */
  readonly maxTokens: number;
  readonly compresses: boolean;
}

const KEPT_CHARACTERS = 1_000_000;
const sanitized = rememberByText(sanitizePassage, KEPT_CHARACTERS);
const compressed = rememberByText(compressText, KEPT_CHARACTERS);
const neutralized = rememberByText(neutralizeMarks, KEPT_CHARACTERS);

/** Number, line breaks, and marks that carry a random word, around one passage. */
const MARK_TOKENS = 48;
/** The sentence that says what a mark between words means, and what a cut text's tokens may differ by. */
const DATAMARK_RULE_TOKENS = 64;

/** What stands around a passage in a prompt. */
export const frameTokens = (
  { passage, text, isSuspicious: isMarked }: Framed,
  count: CountTokens,
): number => {
  const { title, source } = passage;
  const frame = MARK_TOKENS + count(title) + (source === null ? 0 : count(source));
  return isMarked ? frame + datamarkTokens([title, source ?? '', text], count) : frame;
};

type Framed = Pick<NumberedPassage, 'passage' | 'text' | 'isSuspicious'>;

/** How many more tokens texts have with marks between their words, and never fewer. */
const datamarkTokens = (texts: readonly string[], count: CountTokens): number =>
  texts.reduce(
    (sum, text) => sum + Math.max(0, count(datamark(text, SAMPLE_DATAMARK)) - count(text)),
    DATAMARK_RULE_TOKENS,
  );

/**
 * The passages that go into a prompt, best first and numbered, each text once. No model's window is looked at: that is
 * the matter of `fitPrompt`, for the model that really answers.
 */
export function fillContext(passages: readonly Passage[], limits: ContextLimits): readonly NumberedPassage[] {
  const packer = createTextPacker(limits.maxTokens, OUR_TOKENS);
  const whole: PlacedText[] = [];
  const context: NumberedPassage[] = [];
  for (const passage of passages.filter(createDistinctTexts())) {
    const stored = sanitized(passage.text);
    const trimmed = withoutOverlap({ passage, text: stored }, whole);
    const text = shownText(trimmed, limits);
    const framed = { passage, text, isSuspicious: isSuspicious(passage) };
    const packed = packer.add({ text, frameTokens: (count) => frameTokens(framed, count) });
    if (packed === null) continue;
    if (packed.text === text) whole.push({ passage, text: stored });
    context.push({ ...framed, index: context.length + 1, text: packed.text });
  }
  return context;
}

/** Policy first: a fence that is taken apart could no longer be found. */
function shownText(text: string, { compresses, codeBlocks, urls }: ContextLimits): string {
  const codeless = codeBlocks === 'remove' ? withoutCodeBlocks(text) : text;
  const linkless = urls === 'remove' ? withoutUrls(codeless) : codeless;
  return neutralized(compresses ? compressed(linkless) : linkless);
}
