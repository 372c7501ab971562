import type { ChunkTimers } from '../vendor/chunk-watch.ts';
import { createAnswerModel } from '../vendor/create-answer-model.ts';
import type { VendorAnswerModel } from '../vendor/vendor-chat.ts';
import { openAiChat } from './openai-chat.ts';
import { type OpenAiService, openAiClient } from './openai-client.ts';
import { openAiFailures } from './openai-failures.ts';
import { openAiManner, openAiModelFacts } from './openai-models.ts';

export interface OpenAiAnswerModelOptions extends OpenAiService {
  readonly model: string;
  /** The model's own, as far as it is known, when left out. */
  readonly contextWindowTokens?: number;
  readonly timers?: ChunkTimers;
}

/** Answers from OpenAI or any compatible chat service. */
export function createOpenAiAnswerModel(options: OpenAiAnswerModelOptions): VendorAnswerModel {
  const { model, baseUrl, timers } = options;
  const chat = openAiChat(openAiClient(options), {
    model,
    failures: openAiFailures,
    manner: (limit) => (baseUrl === undefined ? ownManner(model, limit) : commonManner(model, limit)),
  });
  return createAnswerModel(
    {
      name: model,
      vendor: 'openai',
      contextWindowTokens: options.contextWindowTokens ?? openAiModelFacts(model).contextWindowTokens,
      ...(timers !== undefined && { timers }),
    },
    chat,
  );
}

// The vendor's newer models refuse the old name of the limit; many compatible services know no other.
const ownManner = (model: string, limit: number) => ({
  max_completion_tokens: limit,
  ...openAiManner(model),
});

function commonManner(
  model: string,
  limit: number,
): { readonly max_tokens: number; readonly temperature?: 0 } {
  const { temperature } = openAiManner(model);
  return { max_tokens: limit, ...(temperature !== undefined && { temperature }) };
}
