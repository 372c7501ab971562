import type { TokenUsage } from '@ragfleet/rag-core';
import type OpenAI from 'openai';
import { APIError } from 'openai';
import type {
  ChatCompletionChunk,
  ChatCompletionCreateParamsStreaming,
} from 'openai/resources/chat/completions';
import type { Prompt } from '../prompt/prompt.ts';
import { type EventReader, readEvents } from '../vendor/event-stream.ts';
import { tokenUsage } from '../vendor/token-usage.ts';
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
type WireUsage = Partial<NonNullable<ChatCompletionChunk['usage']>> & {
  readonly input_tokens?: number;
  readonly output_tokens?: number;
};

const readEvent: EventReader<Chunk, ChatEvent> = (chunk, { name, headers }) => {
  // As the SDK's own stream makes it.
  if (name === 'error' || chunk.error)
    throw new APIError(undefined, chunk.error ?? chunk, undefined, headers);
  return eventOf(chunk);
};

function eventOf(chunk: ChatCompletionChunk): ChatEvent {
  const choice = chunk.choices?.[0];
  const finish = finishOf(choice?.finish_reason);
  const usage = chunk.usage ? usageOf(chunk.usage) : undefined;
  return {
    // A refusal of the model is text too: it is shown, and counts as no answer.
    text: choice?.delta?.content ?? choice?.delta?.refusal ?? '',
    ...(finish !== undefined && { finish }),
    ...(usage !== undefined && { usage }),
  };
}

function finishOf(reason: string | null | undefined): ChatEvent['finish'] {
  if (reason === null || reason === undefined || reason === '') return undefined;
  if (reason === 'length') return 'length';
  return reason === 'content_filter' ? 'refusal' : 'stop';
}

/** By OpenAI's names, or by those that other services have given the same. */
function usageOf(usage: WireUsage): TokenUsage | undefined {
  const { cached_tokens: cachedInput, cache_write_tokens: cacheWrite } = usage.prompt_tokens_details ?? {};
  const input = usage.prompt_tokens ?? usage.input_tokens;
  const output = usage.completion_tokens ?? usage.output_tokens;
  return tokenUsage({ input, output, cachedInput, cacheWrite });
}
