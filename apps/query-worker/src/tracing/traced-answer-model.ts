import type { AnswerDelta, AnswerModel, TokenUsage } from '@ragfleet/rag-core';
import { NO_TRACING, type SpanAttributes, type SpanStart, type Tracing } from '@ragfleet/service-runtime';
import { asCall, beginCall } from './tell-call.ts';

/**
 * The model, each call of which is a span as OpenTelemetry's conventions for generative AI name it: with the model and its
 * tokens, and without a word of prompt or answer.
 */
export function tracedAnswerModel(model: AnswerModel, tracing: Tracing): AnswerModel {
  if (tracing === NO_TRACING) return model;
  const { name, contextWindowTokens, vendor } = model;
  const rewrite = model.rewriteFollowUp?.bind(model);
  const judge = model.judgeQuestions?.bind(model);
  const whole = <Reply extends { readonly usage: TokenUsage }>(call: () => Promise<Reply>): Promise<Reply> =>
    asCall(tracing, chatSpan(model, {}), call, ({ usage }) => usageOf(usage));
  return {
    name,
    contextWindowTokens,
    ...(vendor !== undefined && { vendor }),
    answer: (request, signal) => {
      const start = chatSpan(model, { 'gen_ai.request.max_tokens': request.maxOutputTokens });
      return traced(tracing, start, () => model.answer(request, signal));
    },
    ...(rewrite !== undefined && {
      rewriteFollowUp: (followUp, signal) => whole(() => rewrite(followUp, signal)),
    }),
    ...(judge !== undefined && { judgeQuestions: (pair, signal) => whole(() => judge(pair, signal)) }),
  };
}

const chatSpan = ({ name, vendor = 'local' }: AnswerModel, more: SpanAttributes): SpanStart => ({
  name: `chat ${name}`,
  // A local model runs in this process.
  kind: vendor === 'local' ? 'internal' : 'client',
  attributes: {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': vendor,
    'gen_ai.request.model': name,
    ...more,
  },
});

const usageOf = ({ inputTokens, outputTokens, cachedInputTokens }: TokenUsage): SpanAttributes => ({
  'gen_ai.usage.input_tokens': inputTokens,
  'gen_ai.usage.output_tokens': outputTokens,
  'gen_ai.usage.cache_read.input_tokens': cachedInputTokens,
});

async function* traced(
  tracing: Tracing,
  start: SpanStart,
  answer: () => AsyncIterable<AnswerDelta>,
): AsyncGenerator<AnswerDelta> {
  const call = beginCall(tracing, start);
  if (call === null) {
    yield* answer();
    return;
  }
  try {
    for await (const delta of answer()) {
      if (delta.type === 'finish')
        call.set({ ...usageOf(delta.usage), 'gen_ai.response.finish_reason': delta.reason });
      yield delta;
    }
  } catch (error) {
    call.fail(error);
    throw error;
  } finally {
    call.end();
  }
}
