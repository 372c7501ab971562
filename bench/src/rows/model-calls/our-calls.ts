import { chooseAnswerModels, type VendorAnswerModel } from '@ragfleet/models';
import { PRICE_LIST } from '@ragfleet/pricing';
import {
  type AnswerModel,
  type AnswerModels,
  beginRun,
  fillContext,
  fitPrompt,
  meteredAnswerModel,
  routeModels,
  writeAnswer,
} from '@ragfleet/rag-core';
import { createBreaker, resilientKeyedModel } from '@ragfleet/resilience';
import type { TimedCall } from '../../measure/compare-latencies.ts';
import { missPassages, openHandedLedger } from '../miss/in-process-ports.ts';
import { FULL_MISS } from '../miss/miss-material.ts';
import { missPorts, missQuestion } from '../miss/product-miss.ts';
import { FALLBACK, PRIMARY } from './model-double.ts';

export interface OurCallOptions {
  readonly url: string;
  readonly apiKey: string;
  readonly maxRetries: number;
}

/**
 * From a question and its passages to the end of the answer as the pipeline goes: routing, prompt, reservation, retries,
 * breaker, ladder, output filter. Throws when no model answers.
 */
export function createOurCall(options: OurCallOptions): TimedCall {
  const models = openModels(options);
  const ports = missPorts(FULL_MISS, models);
  const { maxContextTokens: maxTokens, maxOutputTokens, prices } = ports.settings;
  const context = fillContext(missPassages(FULL_MISS), { maxTokens, compresses: true });
  let asked = 0;
  return async (onFirst) => {
    asked += 1;
    const text = FULL_MISS.question(asked);
    const said = { text, history: [] };
    const question = { plain: said, masked: said, kinds: [], blockedKinds: [] };
    let isSilent = true;
    const emit = (): void => {
      if (isSilent) onFirst();
      isSilent = false;
    };
    const run = beginRun(ports, missQuestion(text, asked), { signal: new AbortController().signal, emit });
    const route = routeModels(models, {
      question: text,
      quality: 'high',
      requested: null,
      isLate: false,
      allowedModels: null,
      pressure: 'none',
      fitOf: (model) => fitPrompt(model, { question: text, history: [], context, maxOutputTokens }).fit,
      prices,
    });
    const draft = await writeAnswer(run, route.models, { question, context, streams: true });
    if (draft === null) throw new Error('No model has answered.');
  };
}

/** As a worker opens them. */
function openModels({ url, apiKey, maxRetries }: OurCallOptions): AnswerModels {
  const { standard, premium } = chooseAnswerModels({
    OPENAI_API_KEY: apiKey,
    OPENAI_BASE_URL: `${url}/v1`,
    MODEL_LADDER: [PRIMARY, FALLBACK],
  });
  const metering = { ledger: openHandedLedger, prices: PRICE_LIST };
  const guard = (model: VendorAnswerModel): AnswerModel =>
    resilientKeyedModel(
      {
        ...meteredAnswerModel(model, metering),
        vendor: model.vendor,
        forKey: (key) => meteredAnswerModel(model.forKey(key), metering),
      },
      { breaker: createBreaker({ name: model.name, consecutiveFailures: 3 }), maxRetries },
    );
  return { standard: guard(standard), premium: guard(premium), fallbacks: [] };
}
