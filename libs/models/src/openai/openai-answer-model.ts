import { Fault } from '@ragfleet/kernel';
import {
  type AnswerDelta,
  type AnswerModel,
  type AnswerRequest,
  countTokens,
  NO_ANSWER_TEXT,
  type TokenUsage,
} from '@ragfleet/rag-core';
import type OpenAI from 'openai';
import type {
  ChatCompletionChunk,
  ChatCompletionCreateParamsStreaming,
} from 'openai/resources/chat/completions';
import { answerMessages } from './answer-prompt.ts';
import { type ChunkTimers, watchChunks } from './chunk-watch.ts';
import { type OpenAiService, openAiClient } from './openai-client.ts';
import { translateError } from './translate-error.ts';

export interface OpenAiAnswerModelOptions extends OpenAiService {
  readonly model: string;
  readonly contextWindowTokens?: number;
  readonly timers?: ChunkTimers;
}

const TIMERS: ChunkTimers = { firstChunkMs: 10_000, idleMs: 10_000 };
const CONTEXT_WINDOW_TOKENS = 128_000;

// They refuse any temperature but their own.
const REASONING_MODEL = /^(?:o\d|gpt-[5-9])/;

type FinishReason = NonNullable<ChatCompletionChunk.Choice['finish_reason']>;

/**
 * Answers from any OpenAI-compatible chat service, always as a stream. No retry of its own. An answer without a
 * finish reason or without text is a failure, never an answer.
 */
export function createOpenAiAnswerModel(options: OpenAiAnswerModelOptions): AnswerModel {
  const client = openAiClient(options);
  const timers = options.timers ?? TIMERS;
  return {
    name: options.model,
    contextWindowTokens: options.contextWindowTokens ?? CONTEXT_WINDOW_TOKENS,
    answer: async function* (request, signal) {
      using watch = watchChunks(timers);
      const both = AbortSignal.any([signal, watch.signal]);
      const body = requestBody(options, request);
      const answer = { text: '', finish: null as FinishReason | null, usage: null as TokenUsage | null };
      try {
        for await (const chunk of await openStream(client, body, both)) {
          watch.touch();
          const text = textOf(chunk);
          answer.text += text;
          answer.finish = chunk.choices?.[0]?.finish_reason ?? answer.finish;
          answer.usage = usageOf(chunk) ?? answer.usage;
          if (text !== '') yield { type: 'text', text };
        }
        both.throwIfAborted();
        yield finishOf(body, answer);
      } catch (error) {
        throw translateError(error, both);
      }
    },
  };
}

/** Rejects as soon as the signal aborts, whether or not the connection notices. */
const openStream = (client: OpenAI, body: ChatCompletionCreateParamsStreaming, signal: AbortSignal) =>
  client.chat.completions.create(body, { signal });

function requestBody(
  { model, baseUrl }: OpenAiAnswerModelOptions,
  request: AnswerRequest,
): ChatCompletionCreateParamsStreaming {
  // The vendor's newer models refuse the old name of the limit; many compatible services know no other.
  const limit = baseUrl === undefined ? 'max_completion_tokens' : 'max_tokens';
  return {
    model,
    messages: answerMessages(request),
    [limit]: request.maxOutputTokens,
    ...(!REASONING_MODEL.test(model) && { temperature: 0 }),
    stream: true,
    stream_options: { include_usage: true },
  };
}

// A refusal of the model is text too: it is shown, and counts as no answer.
const textOf = (chunk: ChatCompletionChunk): string => {
  const delta = chunk.choices?.[0]?.delta;
  return delta?.content ?? delta?.refusal ?? '';
};

const usageOf = ({ usage }: ChatCompletionChunk): TokenUsage | null =>
  usage ? { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens } : null;

interface CollectedAnswer {
  readonly text: string;
  readonly finish: FinishReason | null;
  readonly usage: TokenUsage | null;
}

function finishOf(
  body: ChatCompletionCreateParamsStreaming,
  { text, finish, usage }: CollectedAnswer,
): AnswerDelta {
  if (finish === null)
    throw new Fault('unavailable', 'The model broke off its answer without a finish reason.');
  if (text.trim() === '' && finish !== 'content_filter')
    throw new Fault('unavailable', 'The model sent an empty answer.');
  return { type: 'finish', reason: reasonOf(finish, text), usage: usage ?? estimate(body, text) };
}

function reasonOf(finish: FinishReason, text: string): 'stop' | 'length' | 'refusal' {
  if (finish === 'length') return 'length';
  return finish === 'content_filter' || text.trim() === NO_ANSWER_TEXT ? 'refusal' : 'stop';
}

/** Some compatible services send no usage: what was sent is counted instead, so that the cost is never zero. */
const estimate = ({ messages }: ChatCompletionCreateParamsStreaming, text: string): TokenUsage => ({
  inputTokens: countTokens(
    messages.map(({ content }) => (typeof content === 'string' ? content : '')).join('\n'),
  ),
  outputTokens: countTokens(text),
});
