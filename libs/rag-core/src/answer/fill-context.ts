import { sanitizePassage } from '@ragfleet/guards';
import { countTokens } from '../tokens/count-tokens.ts';
import type { Passage } from '../ports/passages.ts';
import { firstTokens } from '../tokens/first-tokens.ts';

/** A passage in the prompt, under the number by which the model cites it. */
export interface NumberedPassage {
  /** 1-based. */
  readonly index: number;
  readonly passage: Passage;
  /** The stored text as the prompt holds it: sanitized, perhaps cut at its end. */
  readonly text: string;
}

export interface ContextBudget {
  readonly maxContextTokens: number;
  readonly windowTokens: number;
  readonly maxOutputTokens: number;
  readonly questionTokens: number;
}

/** Instructions and chat framing around question and passages. */
const INSTRUCTION_TOKENS = 300;
/** Number, fences and line breaks around one passage, beside its title. */
const FRAME_TOKENS = 16;
const MIN_PARTIAL_TOKENS = 100;

/** What the passages may take: the configured maximum, or what the smallest model's window leaves. */
export function contextTokens(budget: ContextBudget): number {
  const left = budget.windowTokens - INSTRUCTION_TOKENS - budget.questionTokens - budget.maxOutputTokens;
  return Math.max(0, Math.min(budget.maxContextTokens, left));
}

/**
 * The passages that fit, best first, numbered. One may be cut, when more than 100 tokens are left for it; one that is
 * too long hides no shorter one behind it.
 */
export function fillContext(passages: readonly Passage[], maxTokens: number): readonly NumberedPassage[] {
  const context: NumberedPassage[] = [];
  let left = maxTokens;
  for (const passage of passages) {
    const text = sanitizePassage(passage.text);
    const frame = FRAME_TOKENS + countTokens(passage.title);
    const tokens = frame + countTokens(text);
    const fitting = tokens <= left ? text : partial(text, left - frame);
    if (fitting === '') continue;
    context.push({ index: context.length + 1, passage, text: fitting });
    left -= Math.min(tokens, left);
  }
  return context;
}

const partial = (text: string, tokens: number): string =>
  tokens > MIN_PARTIAL_TOKENS ? firstTokens(text, tokens) : '';
