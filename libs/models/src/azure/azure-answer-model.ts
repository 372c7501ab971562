import { openAiChat } from '../openai/openai-chat.ts';
import { openAiManner, openAiModelFacts } from '../openai/openai-models.ts';
import type { ChunkTimers } from '../vendor/chunk-watch.ts';
import { createAnswerModel } from '../vendor/create-answer-model.ts';
import type { VendorAnswerModel } from '../vendor/vendor-chat.ts';
import { type AzureService, azureClient } from './azure-client.ts';
import { azureFailures } from './azure-failures.ts';

export interface AzureAnswerModelOptions extends AzureService {
  /** As its owner named it. Facts of the model are known where the name begins with the model's. */
  readonly deployment: string;
  readonly contextWindowTokens?: number;
  readonly timers?: ChunkTimers;
}

/** Answers from a deployment of Azure OpenAI. Its name in the fleet is `azure:<deployment>`. */
export function createAzureAnswerModel(options: AzureAnswerModelOptions): VendorAnswerModel {
  const { deployment, timers } = options;
  const chat = openAiChat(azureClient(options), {
    model: deployment,
    failures: azureFailures,
    manner: (limit) => ({ max_completion_tokens: limit, ...openAiManner(deployment) }),
  });
  return createAnswerModel(
    {
      name: `azure:${deployment}`,
      vendor: 'azure',
      contextWindowTokens: options.contextWindowTokens ?? openAiModelFacts(deployment).contextWindowTokens,
      ...(timers !== undefined && { timers }),
    },
    chat,
  );
}
