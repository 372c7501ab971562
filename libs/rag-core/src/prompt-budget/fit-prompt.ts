import type { PromptFit } from '../routing/route-contract.ts';
import type { AnswerModel, AnswerRequest, TenantInstructions } from '../ports/models.ts';
import { type CountTokens, type TokenCounter, tokenCounterOf } from '../tokens/tokens-for-model.ts';
import { frameTokens, type NumberedPassage } from './fill-context.ts';
import { createTextPacker } from './pack-texts.ts';
import { TURN_TOKENS, trimHistory } from './trim-history.ts';

/** What is to be asked. The question and its history are those that the model may see. */
export interface PromptParts extends Pick<AnswerRequest, 'question' | 'history'> {
  readonly context: readonly NumberedPassage[];
  readonly instructions?: TenantInstructions;
  readonly maxOutputTokens: number;
}

/** What of it goes into one model's window, numbered anew. */
export interface FittedPrompt extends Pick<AnswerRequest, 'history'> {
  readonly context: readonly NumberedPassage[];
  /** `none` when no passage has room: then there is nothing to answer from. */
  readonly fit: PromptFit;
}

/** The fleet's own instructions, with the task that is repeated behind the passages. A test of `models` counts them. */
const INSTRUCTION_TOKENS = 300;

/**
 * A prompt for one model: window − instructions − question − history − reserved answer is what the passages may take. The
 * history has what the passages leave, and half of the room when they leave less.
 */
export function fitPrompt(
  model: Pick<AnswerModel, 'name' | 'contextWindowTokens'>,
  parts: PromptParts,
): FittedPrompt {
  const counter = tokenCounterOf(model.name);
  const { count, atMost, atMostByLength } = counter;
  // Counting takes time, and most windows are far larger than what is asked.
  if ([atMostByLength, atMost].some((most) => needed(parts, most) <= model.contextWindowTokens)) {
    const { history, context } = parts;
    return { history, context, fit: 'whole' };
  }
  const room = model.contextWindowTokens - fixedTokens(parts, count);
  const wanted = parts.context.reduce((sum, one) => sum + tokensOf(one, count), 0);
  const history = trimHistory(parts.history, Math.max(room - wanted, Math.floor(room / 2)), count);
  const context = packed(parts.context, room - turnTokens(history, count), counter);
  const isWhole =
    history.length === parts.history.length &&
    context.length === parts.context.length &&
    context.every(({ text }, at) => text === parts.context[at]?.text);
  if (context.length === 0) return { history, context, fit: 'none' };
  return { history, context, fit: isWhole ? 'whole' : 'cut' };
}

const needed = (parts: PromptParts, count: CountTokens): number =>
  parts.context.reduce(
    (sum, one) => sum + tokensOf(one, count),
    fixedTokens(parts, count) + turnTokens(parts.history, count),
  );

/** What no passage and no earlier turn can have: instructions, question and the answer's own room. */
function fixedTokens({ question, instructions, maxOutputTokens }: PromptParts, count: CountTokens): number {
  const texts = [question, instructions?.text ?? '', instructions?.language ?? ''];
  return texts.reduce((sum, text) => sum + count(text), INSTRUCTION_TOKENS + maxOutputTokens);
}

const turnTokens = (history: PromptParts['history'], count: CountTokens): number =>
  history.reduce((sum, { content }) => sum + count(content) + TURN_TOKENS, 0);

const tokensOf = (one: NumberedPassage, count: CountTokens): number =>
  frameTokens(one, count) + count(one.text);

function packed(
  context: readonly NumberedPassage[],
  maxTokens: number,
  counter: TokenCounter,
): readonly NumberedPassage[] {
  const packer = createTextPacker(maxTokens, counter);
  return context
    .flatMap((one) => packer.add({ ...one, frameTokens: (count) => frameTokens(one, count) }) ?? [])
    .map(({ passage, text, isSuspicious }, at) => ({ index: at + 1, passage, text, isSuspicious }));
}
