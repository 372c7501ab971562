import { z } from 'zod';
import { optionalText } from './optional-text.ts';

const optionalUrl = (example: string) =>
  optionalText.refine((url) => url === undefined || URL.canParse(url), `must be a URL such as ${example}`);

const names = z
  .string()
  .default('')
  .transform((text) => [...new Set(text.split(',').flatMap((name) => name.trim() || []))]);

/** The variables that choose the models, for the config of every app that embeds or answers: all need the same ones. */
export const modelVariables = {
  OPENAI_API_KEY: optionalText.meta({
    description:
      'key of OpenAI or of a compatible service; without it and without OPENAI_BASE_URL the local models are used',
  }),
  OPENAI_BASE_URL: optionalUrl('http://127.0.0.1:11434/v1').meta({
    description: 'address of an OpenAI-compatible service, such as http://127.0.0.1:11434/v1',
  }),
  ANTHROPIC_API_KEY: optionalText.meta({ description: 'key of Anthropic, for models named claude-…' }),
  ANTHROPIC_BASE_URL: optionalUrl('https://api.anthropic.com').meta({
    description: 'address of a service that speaks the API of Anthropic, where it is not Anthropic’s own',
  }),
  AZURE_OPENAI_ENDPOINT: optionalUrl('https://my-resource.openai.azure.com').meta({
    description:
      'address of an Azure OpenAI resource, for models named azure:<deployment>, such as https://my-resource.openai.azure.com',
  }),
  AZURE_OPENAI_API_KEY: optionalText.meta({ description: 'key of the Azure OpenAI resource' }),
  AZURE_OPENAI_API_VERSION: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}(?:-preview)?$/, 'must be a version such as 2024-10-21')
    .default('2024-10-21')
    .meta({ description: 'version of the API of Azure OpenAI' }),
  DEFAULT_MODEL: optionalText.meta({
    description: 'answer model of ordinary questions; the second of MODEL_LADDER, or gpt-4o-mini',
  }),
  PREMIUM_MODEL: optionalText.meta({
    description:
      'answer model of demanding questions; the first of MODEL_LADDER, or gpt-4o, or DEFAULT_MODEL when only that is set',
  }),
  MODEL_LADDER: names.meta({
    description:
      'answer models, best first, comma-separated: the first answers demanding questions, the second ordinary ones, the others in turn when those fail; claude-…, gpt-…, azure:<deployment>, or names of the service at OPENAI_BASE_URL',
  }),
  OTHER_MODELS: names.meta({
    description:
      'further answer models, comma-separated, that a query may name where its tenant allows them; routing never takes them',
  }),
  MODEL_CONTEXT_WINDOWS: z
    .string()
    .default('{}')
    .transform((text, context) => parsedWindows(text, context))
    .meta({
      description:
        'context windows of models that are not well known, in tokens: {"llama3.2": 8192}; 128000 where nothing is known',
    }),
  EMBEDDING_MODEL: optionalText.meta({
    description:
      'text-embedding-3-small by default; azure:<deployment> for one of Azure; "local" keeps embeddings in the process',
  }),
  EMBEDDING_DIMENSION: z.coerce
    .number()
    .int()
    .min(1)
    .max(4_000)
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
export type ModelChoice = {
  readonly [Name in keyof typeof modelVariables]?: z.output<(typeof modelVariables)[Name]> | undefined;
};

const windows = z.record(z.string(), z.number().int().min(1_000));

function parsedWindows(text: string, context: z.RefinementCtx): z.output<typeof windows> {
  try {
    return windows.parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: 'custom', message: 'must be a JSON object of model name to tokens' });
    return z.NEVER;
  }
}
