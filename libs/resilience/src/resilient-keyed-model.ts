import { type Fault, isFault } from '@ragfleet/kernel';
import type { AnswerModel } from '@ragfleet/rag-core';
import type { Breaker } from './breakers/create-breaker.ts';
import { type AnswerModelResilience, answerRetry, decorateAnswerModel } from './resilient-answer-model.ts';

/** A model of a vendor, which can be called under another key than the fleet's own. */
export interface KeyedAnswerModel extends AnswerModel {
  readonly vendor: string;
  forKey(apiKey: string): AnswerModel;
}

/**
 * The model as `resilientAnswerModel` makes it, under every key behind one breaker and one budget of retries: what is
 * known of the vendor's health is known to all. A limit of a tenant's own account is that tenant's alone, and keeps
 * nobody else from a vendor that is well.
 */
export function resilientKeyedModel<Vendor extends string>(
  model: KeyedAnswerModel & { readonly vendor: Vendor },
  options: AnswerModelResilience,
): KeyedAnswerModel & { readonly vendor: Vendor } {
  const retry = answerRetry(options);
  const sparing = { ...options, retry, breaker: sparingLimits(options.breaker) };
  return {
    ...decorateAnswerModel(model, { ...options, retry }),
    vendor: model.vendor,
    forKey: (apiKey) => decorateAnswerModel(model.forKey(apiKey), sparing),
  };
}

/** The breaker, told of no limits: who was refused for an account's limit has met a vendor that is well. */
function sparingLimits(breaker: Breaker): Breaker {
  return {
    snapshot: () => breaker.snapshot(),
    run: async (work) => {
      const outcome = await breaker.run(() => withLimits(work));
      if ('limit' in outcome) throw outcome.limit;
      return outcome.value;
    },
  };
}

async function withLimits<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly limit: Fault }> {
  try {
    return { value: await work() };
  } catch (error) {
    if (isFault(error, 'rate-limited')) return { limit: error };
    throw error;
  }
}
