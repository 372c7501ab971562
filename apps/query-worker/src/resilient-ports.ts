import {
  chooseAnswerModels,
  chooseEmbedder,
  chooseReranker,
  type ModelCatalogue,
  type VendorAnswerModel,
} from '@ragfleet/models';
import { choosePricesOf, type PriceList } from '@ragfleet/pricing';
import {
  type AnswerModel,
  type AnswerModels,
  type AnswerPorts,
  type CallLedger,
  type Embedder,
  meteredAnswerModel,
  type Metering,
  type VectorIndex,
} from '@ragfleet/rag-core';
import {
  createBreaker,
  resilientEmbedder,
  resilientKeyedModel,
  resilientReranker,
  resilientVectorIndex,
} from '@ragfleet/resilience';
import type { Config } from './config.ts';

const EMBEDDING_FAILURES = 3;
const MODEL_FAILURES = 3;

export function openEmbedder(config: Config): Embedder {
  const embedder = chooseEmbedder(config);
  const breaker = createBreaker({
    name: `embedding ${embedder.model}`,
    consecutiveFailures: EMBEDDING_FAILURES,
  });
  return resilientEmbedder(embedder, { breaker, maxRetries: config.MAX_RETRIES });
}

export function guardVectorIndex(index: VectorIndex, config: Config): VectorIndex {
  const breaker = createBreaker({ name: index.name, consecutiveFailures: config.CIRCUIT_BREAKER_THRESHOLD });
  return resilientVectorIndex(index, { breaker, maxRetries: config.MAX_RETRIES });
}

/** The reranker as a port that may be missing. */
export function openReranker(config: Config): Pick<AnswerPorts, 'reranker'> {
  const reranker = chooseReranker(config);
  if (reranker === null) return {};
  const breaker = createBreaker({
    name: `reranker ${reranker.name}`,
    consecutiveFailures: config.CIRCUIT_BREAKER_THRESHOLD,
  });
  return { reranker: resilientReranker(reranker, { breaker }) };
}

/** The models of this deployment, on the bill that the ledger keeps, and what they cost. */
export function openAnswerModels(
  config: Config,
  embedder: Embedder,
  ledger: CallLedger,
): { readonly models: AnswerModels; readonly prices: PriceList } {
  const chosen = chooseAnswerModels(config);
  const prices = openPrices(config, chosen, embedder);
  return { models: guardAnswerModels(chosen, config, { ledger, prices }), prices };
}

/**
 * Each metered and behind a breaker of its own, so that every attempt is on the bill. One that is both standard and premium
 * stays one.
 */
function guardAnswerModels(catalogue: ModelCatalogue, config: Config, metering: Metering): AnswerModels {
  const guarded = new Map<string, AnswerModel>();
  const guard = (model: VendorAnswerModel): AnswerModel => {
    const known = guarded.get(model.name);
    if (known !== undefined) return known;
    const breaker = createBreaker({ name: `model ${model.name}`, consecutiveFailures: MODEL_FAILURES });
    const metered = {
      ...meteredAnswerModel(model, metering),
      vendor: model.vendor,
      forKey: (apiKey: string) => meteredAnswerModel(model.forKey(apiKey), metering),
    };
    const resilient = resilientKeyedModel(metered, { breaker, maxRetries: config.MAX_RETRIES });
    guarded.set(model.name, resilient);
    return resilient;
  };
  const { standard, premium, fallbacks, others } = catalogue;
  return {
    standard: guard(standard),
    premium: guard(premium),
    fallbacks: fallbacks.map(guard),
    others: others.map(guard),
  };
}

/** The price list of this deployment. Fault `invalid-input` when a model in use has no price. */
export function openPrices(config: Config, models: ModelCatalogue, embedder: Embedder): PriceList {
  const { standard, premium, fallbacks, others } = models;
  const names = [standard, premium, ...fallbacks, ...others].map(({ name }) => name);
  return choosePricesOf([...names, embedder.model], config);
}
