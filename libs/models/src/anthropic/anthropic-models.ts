import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages';
import { longestPrefix } from '../vendor/longest-prefix.ts';

type Manner = Pick<MessageCreateParamsStreaming, 'thinking' | 'output_config'>;

export interface AnthropicModelFacts {
  readonly contextWindowTokens: number;
  /** How a model that thinks by itself is asked to think little: its thoughts are billed, and count as its answer's length. */
  readonly manner: Manner;
}

const plain = (contextWindowTokens: number): AnthropicModelFacts => ({ contextWindowTokens, manner: {} });
const thinking = (manner: Manner): AnthropicModelFacts => ({ contextWindowTokens: 1_000_000, manner });

const LOW: Manner = { output_config: { effort: 'low' } };
const OFF: Manner = { ...LOW, thinking: { type: 'disabled' } };

/**
 * By the longest beginning of a name. A model that thinks unasked is told not to where it takes that word; where
 * thinking is always on, that word is refused with 400, and the lowest effort is all there is.
 * Source: platform.claude.com, models and thinking, November 2026.
 */
const MODELS: Readonly<Record<string, AnthropicModelFacts>> = {
  'claude-': thinking(LOW),
  'claude-2': plain(100_000),
  'claude-3': plain(200_000),
  'claude-haiku-4': plain(200_000),
  'claude-sonnet-4': plain(200_000),
  'claude-opus-4': plain(200_000),
  'claude-sonnet-4-6': plain(1_000_000),
  'claude-opus-4-6': plain(1_000_000),
  'claude-opus-4-7': plain(1_000_000),
  'claude-opus-4-8': plain(1_000_000),
  'claude-opus-5': thinking(OFF),
  'claude-opus-5-5': thinking(LOW),
  'claude-sonnet-5-5': thinking({ ...LOW, thinking: { type: 'between_tools' } }),
  'claude-haiku-5-5': thinking(OFF),
};

const UNKNOWN = plain(200_000);

export const anthropicModelFacts = (model: string): AnthropicModelFacts =>
  longestPrefix(MODELS, model) ?? UNKNOWN;
