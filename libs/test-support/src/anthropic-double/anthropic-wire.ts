import {
  type ModelCall,
  type ModelReply,
  type ModelWire,
  textField,
  textsIn,
} from '../model-double/model-wire.ts';

const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

/** Anthropic's Messages API. */
export const anthropicWire: ModelWire = {
  callOf: (path, body) =>
    path.endsWith('/v1/messages')
      ? {
          kind: 'answer',
          model: textField(body, 'model'),
          isStream: body['stream'] === true,
          texts: [...textsIn(body['system']), ...textsIn(body['messages'])],
          body,
        }
      : null,
  apiKeyOf: ({ 'x-api-key': apiKey, authorization }) =>
    (apiKey ?? authorization ?? '').toString().replace(/^Bearer /, ''),
  // It has no codes: what tells errors of one status apart is their message.
  errorBody: (status, message) => errorBody(ERROR_TYPES[status] ?? 'api_error', message),
  whole: (call, reply) => ({
    ...message(call, reply),
    content: [{ type: 'text', text: reply.text }],
    stop_reason: FINISH[reply.finish],
    usage: { ...startUsage(reply), output_tokens: reply.outputTokens },
  }),
  events: {
    head: (call, reply) =>
      [
        event('message_start', { message: message(call, reply) }),
        event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
        event('ping'),
      ].join(''),
    text: (_call, text) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
    tail: (_call, reply) =>
      [
        BLOCK_STOP,
        event('message_delta', {
          delta: { stop_reason: FINISH[reply.finish], stop_sequence: null },
          usage: { output_tokens: reply.outputTokens },
        }),
        MESSAGE_STOP,
      ].join(''),
    unfinished: () => `${BLOCK_STOP}${MESSAGE_STOP}`,
    error: (code = 'overloaded_error') => event('error', errorBody(code, undefined)),
  },
};

const event = (type: string, body: object = {}): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...body })}\n\n`;
const BLOCK_STOP = event('content_block_stop', { index: 0 });
const MESSAGE_STOP = event('message_stop');
const FINISH = { stop: 'end_turn', length: 'max_tokens', refusal: 'refusal' } as const;

const errorBody = (type: string, message = 'planted'): object => ({
  type: 'error',
  error: { type, message },
  request_id: 'req_double',
});

const message = (call: ModelCall, reply: ModelReply): object => ({
  id: 'msg_double',
  type: 'message',
  role: 'assistant',
  model: call.model,
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: startUsage(reply),
});

/** The vendor counts what was cached beside the other input. */
const startUsage = ({ inputTokens, cachedInputTokens }: ModelReply): object => ({
  input_tokens: inputTokens - cachedInputTokens,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: cachedInputTokens,
  output_tokens: 1,
  service_tier: 'standard',
});
