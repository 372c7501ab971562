import type { BatchEmbedder, Embedder } from '@ragfleet/rag-core';
import { createAzureEmbedder } from './azure/azure-embedder.ts';
import { modelRungs } from './choice/model-rungs.ts';
import { AZURE, createOpenModel } from './choice/open-model.ts';
import { vendorServices } from './choice/vendor-services.ts';
import { createLocalEmbedder } from './local/local-embedder.ts';
import type { ModelChoice } from './model-variables.ts';
import { createOpenAiBatchEmbedder } from './openai/openai-batch-embedder.ts';
import { createOpenAiEmbedder } from './openai/openai-embedder.ts';
import type { VendorAnswerModel } from './vendor/vendor-chat.ts';
import { createVendorFetch } from './vendor/vendor-fetch.ts';

/** The answer models of a deployment. Each is there once, under however many names of roles. */
export interface ModelCatalogue {
  readonly standard: VendorAnswerModel;
  readonly premium: VendorAnswerModel;
  /** Tried after those when they fail, best first. */
  readonly fallbacks: readonly VendorAnswerModel[];
  /** Further models that a caller may name. Routing takes none of them. */
  readonly others: readonly VendorAnswerModel[];
}

// Our own timers are shorter; these end what they miss.
// An event has some 350 bytes for a token, and the longest answer that can be asked for 32,000 tokens.
const STREAM = { headersMs: 15_000, bodyIdleMs: 15_000, maxBodyBytes: 16 * 1_024 * 1_024 };
// A full request of passages is computed before its reply begins: the caller's 30 s come first. Its 2,048 vectors take
// 16 MiB in base64, and 40 in decimals.
const WHOLE_REPLY = { headersMs: 35_000, bodyIdleMs: 15_000, maxBodyBytes: 64 * 1_024 * 1_024 };

// Within what pgvector indexes (2,000); the third generation is cut to it by the service.
const DEFAULT_DIMENSION = 1_536;
const DEFAULT_EMBEDDING_MODEL = 'text-embedding-3-small';

/** Fault `invalid-input` for a model that no vendor is configured for. */
export function chooseAnswerModels(choice: ModelChoice): ModelCatalogue {
  const services = vendorServices(choice, createVendorFetch(STREAM));
  const rungs = modelRungs(choice, services);
  const open = createOpenModel(services, choice.MODEL_CONTEXT_WINDOWS);
  const routed = new Set([rungs.premium, rungs.standard, ...rungs.fallbacks]);
  return {
    standard: open(rungs.standard),
    premium: open(rungs.premium),
    fallbacks: rungs.fallbacks.map(open),
    others: (choice.OTHER_MODELS ?? []).filter((name) => !routed.has(name)).map(open),
  };
}

/** The embedder of this fleet. Every app that embeds must be given the same choice. */
export function chooseEmbedder(choice: ModelChoice): Embedder {
  const { openai, azure } = vendorServices(choice, createVendorFetch(WHOLE_REPLY));
  const {
    EMBEDDING_MODEL: model = DEFAULT_EMBEDDING_MODEL,
    EMBEDDING_DIMENSION: dimension = DEFAULT_DIMENSION,
  } = choice;
  if (azure !== null && model.startsWith(AZURE))
    return createAzureEmbedder({ ...azure, deployment: model.slice(AZURE.length), dimension });
  if (openai === null || model === 'local') return createLocalEmbedder();
  return createOpenAiEmbedder({ ...openai, model, dimension });
}

/** The same model by the service's batch API; null when it is off, or the model is a local one or Azure's. */
export function chooseBatchEmbedder(
  choice: ModelChoice & { readonly EMBEDDING_BATCH_API: boolean },
): BatchEmbedder | null {
  if (!choice.EMBEDDING_BATCH_API) return null;
  const { openai } = vendorServices(choice, globalThis.fetch);
  const {
    EMBEDDING_MODEL: model = DEFAULT_EMBEDDING_MODEL,
    EMBEDDING_DIMENSION: dimension = DEFAULT_DIMENSION,
  } = choice;
  if (openai === null || model === 'local' || model.startsWith(AZURE)) return null;
  return createOpenAiBatchEmbedder({ ...openai, model, dimension });
}
