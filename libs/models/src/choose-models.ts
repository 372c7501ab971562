import type { AnswerModels, Embedder } from '@ragfleet/rag-core';
import { createLocalAnswerModel } from './local/local-answer-model.ts';
import { createLocalEmbedder } from './local/local-embedder.ts';
import { createOpenAiAnswerModel } from './openai/openai-answer-model.ts';
import type { OpenAiService } from './openai/openai-client.ts';
import { createOpenAiEmbedder } from './openai/openai-embedder.ts';

/** What an app read from its environment. Without a key and without a base URL the local models are used. */
export interface ModelChoice {
  readonly openAiApiKey?: string | undefined;
  readonly openAiBaseUrl?: string | undefined;
  readonly defaultModel?: string | undefined;
  readonly premiumModel?: string | undefined;
  /** `local` keeps embeddings in the process though answers come from a provider. */
  readonly embeddingModel?: string | undefined;
  readonly embeddingDimension?: number | undefined;
}

const DIMENSIONS: Readonly<Record<string, number>> = {
  'text-embedding-3-small': 1_536,
  'text-embedding-3-large': 3_072,
  'text-embedding-ada-002': 1_536,
};
const DEFAULT_DIMENSION = 1_536;
const LAST_RESORT = 'gpt-3.5-turbo';
const LAST_RESORT_WINDOW_TOKENS = 16_385;

/** The embedder of this fleet: every app that embeds must be given the same choice. */
export function chooseEmbedder(choice: ModelChoice): Embedder {
  const service = serviceOf(choice);
  if (service === null || choice.embeddingModel === 'local') return createLocalEmbedder();
  const model = choice.embeddingModel ?? 'text-embedding-3-small';
  const dimension = choice.embeddingDimension ?? DIMENSIONS[model] ?? DEFAULT_DIMENSION;
  return createOpenAiEmbedder({ ...service, model, dimension });
}

/** The answer models that routing chooses from, and the ladder below them. */
export function chooseAnswerModels(choice: ModelChoice): AnswerModels {
  const service = serviceOf(choice);
  if (service === null) {
    const local = createLocalAnswerModel();
    return { standard: local, premium: local, fallbacks: [] };
  }
  const standard = createOpenAiAnswerModel({ ...service, model: choice.defaultModel ?? 'gpt-4o-mini' });
  const premium = createOpenAiAnswerModel({
    ...service,
    model: choice.premiumModel ?? choice.defaultModel ?? 'gpt-4o',
  });
  // A service of one's own need not have the vendor's last resort.
  const isVendor = choice.openAiBaseUrl === undefined;
  const lastResort = { ...service, model: LAST_RESORT, contextWindowTokens: LAST_RESORT_WINDOW_TOKENS };
  return { standard, premium, fallbacks: isVendor ? [createOpenAiAnswerModel(lastResort)] : [] };
}

function serviceOf({ openAiApiKey, openAiBaseUrl }: ModelChoice): OpenAiService | null {
  if (openAiApiKey === undefined && openAiBaseUrl === undefined) return null;
  // A service of one's own often wants no key, but the client wants some text in its place.
  const apiKey = openAiApiKey ?? 'none';
  return openAiBaseUrl === undefined ? { apiKey } : { apiKey, baseUrl: openAiBaseUrl };
}
