import { chooseAnswerModels, type VendorAnswerModel } from '@ragfleet/models';
import { PRICE_LIST } from '@ragfleet/pricing';
import {
  type AnswerModel,
  type AnswerModels,
  openQueryContext,
  climbLadder,
  fillContext,
  fitPrompt,
  meteredAnswerModel,
  type QueryContext,
  type RouteDecision,
  type RouteRequest,
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
 * What stands around the call of a model: routing, reservation and settlement, retries, breaker, watches over the
 * stream, ladder. The texts of the request are ready and those of the answer are read as they come.
 */
export function createOurCall(options: OurCallOptions): TimedCall {
  const way = openWay(options);
  const { maxOutputTokens } = way.settings;
  const passages = way.context.map(({ index, passage, text }) => {
    return { index, title: passage.title, source: passage.source, text };
  });
  return async (onFirst) => {
    const { run, text } = way.begin(() => undefined);
    const { models } = way.route(text, () => 'whole');
    const said = await climbLadder(run, models, {
      write: async (model) => {
        const request = { question: text, history: [], passages, maxOutputTokens, account: run.account() };
        let answer = '';
        for await (const delta of model.answer(request, run.signal)) {
          if (delta.type !== 'text') continue;
          if (answer === '') onFirst();
          answer += delta.text;
        }
        return answer;
      },
      reset: () => undefined,
    });
    if (said === null) throw new Error('No model has answered.');
  };
}

/**
 * The same with all that reads texts: each model's prompt fitted into its window, citations numbered and the answer
 * filtered piece by piece, as the pipeline does it.
 */
export function createOurWholeCall(options: OurCallOptions): TimedCall {
  const way = openWay(options);
  const { context } = way;
  const { maxOutputTokens } = way.settings;
  return async (onFirst) => {
    let isSilent = true;
    const { run, text } = way.begin(() => {
      if (isSilent) onFirst();
      isSilent = false;
    });
    const said = { text, history: [] };
    const question = {
      plain: said,
      masked: said,
      labelledText: text,
      kinds: [],
      blockedKinds: [],
      pseudonyms: null,
      kept: null,
    };
    const { models } = way.route(
      text,
      (model) => fitPrompt(model, { question: text, history: [], context, maxOutputTokens }).fit,
    );
    const draft = await writeAnswer(run, models, { question, context, streams: true });
    if (draft === null) throw new Error('No model has answered.');
  };
}

interface Way extends Pick<ReturnType<typeof missPorts>, 'settings'> {
  readonly context: ReturnType<typeof fillContext>;
  /** A question that has not been asked before, and its run. */
  begin(emit: () => void): { readonly run: QueryContext; readonly text: string };
  route(question: string, fitOf: RouteRequest['fitOf']): RouteDecision;
}

function openWay(options: OurCallOptions): Way {
  const models = openModels(options);
  const ports = missPorts(FULL_MISS, models);
  const { maxContextTokens: maxTokens, prices } = ports.settings;
  let asked = 0;
  return {
    settings: ports.settings,
    context: fillContext(missPassages(FULL_MISS), { maxTokens, compresses: true }),
    begin: (emit) => {
      asked += 1;
      const text = FULL_MISS.question(asked);
      const { signal } = new AbortController();
      return { run: openQueryContext(ports, missQuestion(text, asked), { signal, emit }), text };
    },
    route: (question, fitOf) =>
      routeModels(models, {
        question,
        quality: 'high',
        requested: null,
        isLate: false,
        allowedModels: null,
        pressure: 'none',
        fitOf,
        prices,
      }),
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
