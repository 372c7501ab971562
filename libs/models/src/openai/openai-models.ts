import { longestPrefix } from '../vendor/longest-prefix.ts';

export interface OpenAiModelFacts {
  readonly contextWindowTokens: number;
  /** It thinks first, refuses any temperature but its own, and takes an effort: answers from quoted text need little. */
  readonly thinks?: true;
}

const chat = (contextWindowTokens: number): OpenAiModelFacts => ({ contextWindowTokens });
const thinking = (contextWindowTokens: number): OpenAiModelFacts => ({ contextWindowTokens, thinks: true });

/** By the longest beginning of a name. Windows of newer models are at least these. */
const MODELS: Readonly<Record<string, OpenAiModelFacts>> = {
  'gpt-3.5-turbo': chat(16_385),
  'gpt-35-turbo': chat(16_385), // Azure's name of it
  'gpt-4': chat(8_192),
  'gpt-4-32k': chat(32_768),
  'gpt-4-turbo': chat(128_000),
  'gpt-4-1106': chat(128_000),
  'gpt-4-0125': chat(128_000),
  'gpt-4o': chat(128_000),
  'chatgpt-4o': chat(128_000),
  'gpt-4.1': chat(1_047_576),
  'gpt-5': thinking(400_000),
  'gpt-6': thinking(400_000),
  o1: thinking(200_000),
  'o1-mini': thinking(128_000),
  'o1-preview': thinking(128_000),
  o3: thinking(200_000),
  o4: thinking(200_000),
};

const UNKNOWN = chat(128_000);
// These take no low effort.
const FIXED_EFFORT = /-(?:chat|pro|preview)\b|^o1-mini/;

export const openAiModelFacts = (model: string): OpenAiModelFacts => longestPrefix(MODELS, model) ?? UNKNOWN;

/** What a request says of how to think and to choose words, as far as the model takes it. */
export function openAiManner(model: string): { readonly temperature?: 0; readonly reasoning_effort?: 'low' } {
  if (openAiModelFacts(model).thinks !== true) return { temperature: 0 };
  return FIXED_EFFORT.test(model) ? {} : { reasoning_effort: 'low' };
}
