import { chooseAnswerModels, judgesOf, type ModelCatalogue, type VendorAnswerModel } from '@ragfleet/models';
import { choosePricesOf, type PriceList } from '@ragfleet/pricing';
import {
  type AnswerModel,
  type AnswerModels,
  type CallLedger,
  type Embedder,
  meteredAnswerModel,
  type Metering,
} from '@ragfleet/rag-core';
import { breakerOptions, type PortGuard, resilientKeyedModel } from '@ragfleet/resilience';
import type { Tracing } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import { modelsElsewhere } from './models-elsewhere.ts';
import { tracedAnswerModel } from './tracing/traced-answer-model.ts';

export interface Guard extends PortGuard {
  readonly config: Config;
  readonly tracing: Tracing;
}

/** The models of this deployment, on the bill that the ledger keeps, and what they cost. */
export function openAnswerModels(
  guard: Guard,
  embedder: Embedder,
  ledger: CallLedger,
): { readonly models: AnswerModels; readonly prices: PriceList } {
  const chosen = chooseAnswerModels(guard.config);
  judgesOf(chosen, guard.config);
  const prices = openPrices(guard.config, chosen, embedder);
  const models = guardAnswerModels(chosen, guard, { ledger, prices });
  return { models: { ...models, elsewhere: modelsElsewhere(chosen, guard.config) }, prices };
}

/**
 * Each metered and behind a breaker of its own, so that every attempt is on the bill; those of a vendor share its budget of retries. One that is both standard and premium
 * stays one.
 */
function guardAnswerModels(
  catalogue: ModelCatalogue,
  { config, breakers, budgets, tracing }: Guard,
  metering: Metering,
): AnswerModels {
  const guarded = new Map<string, AnswerModel>();
  const guard = (model: VendorAnswerModel): AnswerModel => {
    const known = guarded.get(model.name);
    if (known !== undefined) return known;
    const breaker = breakers.create(breakerOptions('model', [model.vendor, model.name], config));
    const metered = {
      ...meteredAnswerModel(tracedAnswerModel(model, tracing), metering),
      vendor: model.vendor,
      forKey: (apiKey: string) =>
        meteredAnswerModel(tracedAnswerModel(model.forKey(apiKey), tracing), {
          ...metering,
          isOnOwnAccount: true,
        }),
    };
    const budget = budgets.of(model.vendor);
    const resilient = resilientKeyedModel(metered, { breaker, maxRetries: config.MAX_RETRIES, budget });
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
