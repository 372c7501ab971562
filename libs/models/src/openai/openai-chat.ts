import type { TokenUsage } from '@ragfleet/rag-core';
import type OpenAI from 'openai';
import { APIError } from 'openai';
import type {
  ChatCompletionChunk,
  ChatCompletionCreateParamsStreaming,
} from 'openai/resources/chat/completions';
import type { Prompt } from '../prompt/prompt.ts';
import { type EventReader, readEvents } from '../vendor/event-stream.ts';
import type { ChatEvent, VendorChat } from '../vendor/vendor-chat.ts';
import type { VendorFailures } from '../vendor/vendor-failure.ts';

export interface OpenAiChatOptions {
  readonly model: string;
  readonly failures: VendorFailures;
  /** How this service and this model want to be asked, beside the prompt. */
  readonly manner: (maxOutputTokens: number) => Partial<ChatCompletionCreateParamsStreaming>;
}

/** Chat completions by the SDK's client of OpenAI, of a compatible service or of Azure. */
export function openAiChat(client: OpenAI, options: OpenAiChatOptions): VendorChat {
  return {
    failures: options.failures,
    open: async (prompt, signal) => {
      const call = client.chat.completions.create(requestBody(options, prompt), { signal });
      return readEvents(await call.asResponse(), readEvent);
    },
    forKey: (apiKey) => openAiChat(client.withOptions({ apiKey }), options),
  };
}

const requestBody = (
  { model, manner }: OpenAiChatOptions,
  prompt: Prompt,
): ChatCompletionCreateParamsStreaming => ({
  model,
  messages: [{ role: 'system', content: prompt.system.join('\n\n') }, ...prompt.turns],
  ...manner(prompt.maxOutputTokens),
  stream: true,
  stream_options: { include_usage: true },
});

type Chunk = ChatCompletionChunk & { readonly error?: object };

const readEvent: EventReader<Chunk, ChatEvent> = (chunk, { name, headers }) => {
  // As the SDK's own stream makes it.
  if (name === 'error' || chunk.error)
    throw new APIError(undefined, chunk.error ?? chunk, undefined, headers);
  return eventOf(chunk);
};

function eventOf(chunk: ChatCompletionChunk): ChatEvent {
  const choice = chunk.choices?.[0];
  const finish = finishOf(choice?.finish_reason);
  return {
    // A refusal of the model is text too: it is shown, and counts as no answer.
    text: choice?.delta?.content ?? choice?.delta?.refusal ?? '',
    ...(finish !== undefined && { finish }),
    ...(chunk.usage && { usage: usageOf(chunk.usage) }),
  };
}

function finishOf(reason: string | null | undefined): ChatEvent['finish'] {
  if (reason === null || reason === undefined || reason === '') return undefined;
  if (reason === 'length') return 'length';
  return reason === 'content_filter' ? 'refusal' : 'stop';
}

function usageOf(usage: NonNullable<ChatCompletionChunk['usage']>): TokenUsage {
  const { cached_tokens: cachedInputTokens = 0, cache_write_tokens: cacheWriteTokens = 0 } =
    usage.prompt_tokens_details ?? {};
  return {
    inputTokens: usage.prompt_tokens,
    outputTokens: usage.completion_tokens,
    ...(cachedInputTokens > 0 && { cachedInputTokens }),
    ...(cacheWriteTokens > 0 && { cacheWriteTokens }),
  };
}
