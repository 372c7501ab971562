import type Anthropic from '@anthropic-ai/sdk';
import { APIError } from '@anthropic-ai/sdk';
import type { ErrorResponse } from '@anthropic-ai/sdk/resources/shared';
import type {
  MessageCreateParamsStreaming,
  MessageDeltaUsage,
  RawMessageStreamEvent,
  StopReason,
  Usage,
} from '@anthropic-ai/sdk/resources/messages';
import type { TokenUsage } from '@ragfleet/rag-core';
import type { Prompt, PromptTurn } from '../prompt/prompt.ts';
import { END, readEvents } from '../vendor/event-stream.ts';
import { tokenCount, tokenUsage } from '../vendor/token-usage.ts';
import type { ChatEvent, VendorChat } from '../vendor/vendor-chat.ts';
import { anthropicFailures } from './anthropic-failures.ts';
import { anthropicModelFacts } from './anthropic-models.ts';

/** The Messages API, as a stream. Sampling is the model's own: newer ones refuse any other. */
export function anthropicChat(client: Anthropic, model: string): VendorChat {
  return {
    failures: anthropicFailures,
    open: async (prompt, signal) => {
      const call = client.messages.create(requestBody(model, prompt), { signal });
      const usage = countUsage();
      return readEvents<WireEvent, ChatEvent>(await call.asResponse(), (event, { headers }) => {
        if (event.type === 'message_stop') return END;
        if (event.type === 'error') throw errorOf(event, headers);
        return event.type === 'ping' ? null : eventOf(event, usage);
      });
    },
    forKey: (apiKey) => anthropicChat(client.withOptions({ apiKey }), model),
  };
}

const requestBody = (model: string, prompt: Prompt): MessageCreateParamsStreaming => ({
  model,
  max_tokens: prompt.maxOutputTokens,
  // A mark after each part: the first is the same for everybody, the second for every call of a tenant.
  system: prompt.system.map((text) => ({ type: 'text', text, cache_control: { type: 'ephemeral' } })),
  messages: speakable(prompt.turns),
  ...anthropicModelFacts(model).manner,
  stream: true,
});

/** The API refuses turns without text, and a conversation that the assistant begins. */
function speakable(turns: readonly PromptTurn[]): PromptTurn[] {
  const spoken = turns.filter(({ content }) => content.trim() !== '');
  return spoken.slice(spoken.findIndex(({ role }) => role === 'user'));
}

interface UsageCount {
  /** Later counts replace earlier ones, and null says nothing. undefined while input and output are not both known. */
  take(usage: Partial<Usage> | MessageDeltaUsage | undefined): TokenUsage | undefined;
}

/** The vendor counts cached input beside the other input; the fleet counts all of it together. */
function countUsage(): UsageCount {
  const known = { input: Number.NaN, cacheReads: 0, cacheWrites: 0 };
  return {
    take: (usage) => {
      known.input = tokenCount(usage?.input_tokens) ?? known.input;
      known.cacheReads = tokenCount(usage?.cache_read_input_tokens) ?? known.cacheReads;
      known.cacheWrites = tokenCount(usage?.cache_creation_input_tokens) ?? known.cacheWrites;
      return tokenUsage({
        input: known.input + known.cacheReads + known.cacheWrites,
        // A count so far is not the last one.
        output: usage?.output_tokens,
        cachedInput: known.cacheReads,
        cacheWrite: known.cacheWrites,
      });
    },
  };
}

type WireEvent = RawMessageStreamEvent | ErrorResponse | { readonly type: 'ping' };

/** As the SDK's own stream makes it. */
const errorOf = (body: ErrorResponse, headers: Headers): APIError =>
  new APIError(undefined, body, undefined, headers, body.error.type);

function eventOf(event: RawMessageStreamEvent, count: UsageCount): ChatEvent {
  if (event.type === 'content_block_delta')
    return event.delta.type === 'text_delta' ? { text: event.delta.text } : {};
  if (event.type === 'message_start') count.take(event.message.usage);
  if (event.type !== 'message_delta') return {};
  const usage = count.take(event.usage);
  const { stop_reason: reason } = event.delta;
  return {
    ...(usage !== undefined && { usage }),
    ...(reason !== null && { finish: FINISH[reason] ?? 'stop' }),
  };
}

const FINISH: Readonly<Partial<Record<StopReason, ChatEvent['finish']>>> = {
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'refusal',
};
