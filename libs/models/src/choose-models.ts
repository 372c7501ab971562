import type { AnswerModels, BatchEmbedder, Embedder } from '@ragfleet/rag-core';
import { z } from 'zod';
import { createLocalAnswerModel } from './local/local-answer-model.ts';
import { createLocalEmbedder } from './local/local-embedder.ts';
import { createOpenAiAnswerModel } from './openai/openai-answer-model.ts';
import type { OpenAiService } from './openai/openai-client.ts';
import { createOpenAiBatchEmbedder } from './openai/openai-batch-embedder.ts';
import { createOpenAiEmbedder } from './openai/openai-embedder.ts';
import { optionalText } from './optional-text.ts';

/** The variables that choose the models, for the config of every app that embeds or answers: all need the same ones. */
export const modelVariables = {
  OPENAI_API_KEY: optionalText.meta({
    description:
      'key of OpenAI or of a compatible service; without it and without OPENAI_BASE_URL the local models are used',
  }),
  OPENAI_BASE_URL: optionalText
    .refine(
      (url) => url === undefined || URL.canParse(url),
      'must be a URL such as http://127.0.0.1:11434/v1',
    )
    .meta({ description: 'address of an OpenAI-compatible service, such as http://127.0.0.1:11434/v1' }),
  DEFAULT_MODEL: optionalText.meta({ description: 'answer model of ordinary questions; gpt-4o-mini' }),
  PREMIUM_MODEL: optionalText.meta({
    description: 'answer model of demanding questions; gpt-4o, or DEFAULT_MODEL when only that is set',
  }),
  EMBEDDING_MODEL: optionalText.meta({
    description: 'text-embedding-3-small by default; "local" keeps embeddings in the process',
  }),
  EMBEDDING_DIMENSION: z.coerce
    .number()
    .int()
    .min(1)
    .max(2_000)
    .optional()
    .meta({ description: 'dimension of the embedding model, where it is not 1536' }),
};

/** The variable of the app that loads documents. */
export const batchEmbeddingVariables = {
  EMBEDDING_BATCH_API: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true')
    .meta({
      description:
        "true lets ingestions ask for the service's batch API: half the price, ready within a day; needs OpenAI or a service that has it",
    }),
};

/** What an app read from its environment by `modelVariables`. */
export interface ModelChoice {
  readonly OPENAI_API_KEY?: string | undefined;
  readonly OPENAI_BASE_URL?: string | undefined;
  readonly DEFAULT_MODEL?: string | undefined;
  readonly PREMIUM_MODEL?: string | undefined;
  readonly EMBEDDING_MODEL?: string | undefined;
  readonly EMBEDDING_DIMENSION?: number | undefined;
}

// Within what pgvector indexes (2,000); the third generation is cut to it by the service.
const DEFAULT_DIMENSION = 1_536;
const LAST_RESORT = { model: 'gpt-3.5-turbo', contextWindowTokens: 16_385 };

/** The embedder of this fleet. Every app that embeds must be given the same choice. */
export function chooseEmbedder(choice: ModelChoice): Embedder {
  const space = remoteSpaceOf(choice);
  return space === null ? createLocalEmbedder() : createOpenAiEmbedder(space);
}

/** The same model by the service's batch API; null when it is off, or the model is a local one. */
export function chooseBatchEmbedder(
  choice: ModelChoice & { readonly EMBEDDING_BATCH_API: boolean },
): BatchEmbedder | null {
  const space = choice.EMBEDDING_BATCH_API ? remoteSpaceOf(choice) : null;
  return space === null ? null : createOpenAiBatchEmbedder(space);
}

/** The answer models that routing chooses from, and the ladder below them. */
export function chooseAnswerModels(choice: ModelChoice): AnswerModels {
  const service = serviceOf(choice);
  if (service === null) {
    const local = createLocalAnswerModel();
    return { standard: local, premium: local, fallbacks: [] };
  }
  const { DEFAULT_MODEL, PREMIUM_MODEL } = choice;
  return {
    standard: createOpenAiAnswerModel({ ...service, model: DEFAULT_MODEL ?? 'gpt-4o-mini' }),
    premium: createOpenAiAnswerModel({ ...service, model: PREMIUM_MODEL ?? DEFAULT_MODEL ?? 'gpt-4o' }),
    // A service of one's own need not have the vendor's last resort.
    fallbacks: service.baseUrl === undefined ? [createOpenAiAnswerModel({ ...service, ...LAST_RESORT })] : [],
  };
}

type RemoteSpace = OpenAiService & { readonly model: string; readonly dimension: number };

function remoteSpaceOf(choice: ModelChoice): RemoteSpace | null {
  const service = serviceOf(choice);
  if (service === null || choice.EMBEDDING_MODEL === 'local') return null;
  const model = choice.EMBEDDING_MODEL ?? 'text-embedding-3-small';
  return { ...service, model, dimension: choice.EMBEDDING_DIMENSION ?? DEFAULT_DIMENSION };
}

function serviceOf({ OPENAI_API_KEY, OPENAI_BASE_URL }: ModelChoice): OpenAiService | null {
  if (OPENAI_API_KEY === undefined && OPENAI_BASE_URL === undefined) return null;
  // A service of one's own often wants no key, but the client wants some text in its place.
  const apiKey = OPENAI_API_KEY ?? 'none';
  return OPENAI_BASE_URL === undefined ? { apiKey } : { apiKey, baseUrl: OPENAI_BASE_URL };
}
