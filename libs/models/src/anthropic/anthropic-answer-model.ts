import type { ChunkTimers } from '../vendor/chunk-watch.ts';
import { createAnswerModel } from '../vendor/create-answer-model.ts';
import type { VendorAnswerModel } from '../vendor/vendor-chat.ts';
import { anthropicChat } from './anthropic-chat.ts';
import { type AnthropicService, anthropicClient } from './anthropic-client.ts';
import { anthropicModelFacts } from './anthropic-models.ts';

export interface AnthropicAnswerModelOptions extends AnthropicService {
  readonly model: string;
  /** The model's own, as far as it is known, when left out. */
  readonly contextWindowTokens?: number;
  readonly timers?: ChunkTimers;
}

/** Answers from Anthropic's Messages API. */
export function createAnthropicAnswerModel(options: AnthropicAnswerModelOptions): VendorAnswerModel {
  const { model, timers } = options;
  return createAnswerModel(
    {
      name: model,
      vendor: 'anthropic',
      contextWindowTokens: options.contextWindowTokens ?? anthropicModelFacts(model).contextWindowTokens,
      ...(timers !== undefined && { timers }),
    },
    anthropicChat(anthropicClient(options), model),
  );
}
