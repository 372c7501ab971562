import {
  type ModelCall,
  type ModelReply,
  type ModelWire,
  textField,
  textsIn,
} from '../model-double/model-wire.ts';
import { embeddingReply } from './embedding-reply.ts';

const ERROR_CODES: Readonly<Record<number, string>> = {
  401: 'invalid_api_key',
  404: 'model_not_found',
  429: 'rate_limit_exceeded',
};

/** Azure names the model in the path: `/openai/deployments/<deployment>/chat/completions?api-version=…`. */
const PATH = /(?:\/deployments\/([^/]+))?\/(chat\/completions|embeddings)$/;

/** OpenAI's chat completions and embeddings, as the vendor and compatible services send them. */
export const openAiWire: ModelWire = {
  callOf: (path, body) => {
    const [match, deployment, operation] = PATH.exec(path) ?? [];
    if (match === undefined) return null;
    return {
      kind: operation === 'embeddings' ? 'embedding' : 'answer',
      model: deployment ?? textField(body, 'model'),
      isStream: body['stream'] === true,
      texts: textsIn(operation === 'embeddings' ? body['input'] : body['messages']),
      body,
    };
  },
  apiKeyOf: ({ authorization, 'api-key': apiKey }) =>
    (apiKey ?? authorization ?? '').toString().replace(/^Bearer /, ''),
  errorBody: (status, code) => ({
    error: {
      message: `planted ${status}`,
      type: status === 429 ? 'requests' : 'invalid_request_error',
      param: null,
      code: code ?? ERROR_CODES[status] ?? null,
    },
  }),
  whole: (call, reply, flaw) =>
    call.kind === 'embedding' ? embeddingReply(call, reply, flaw) : completion(call, reply),
  events: {
    head: (call) => event(chunk(call, { role: 'assistant', content: '', refusal: null })),
    text: (call, content) => event(chunk(call, { content })),
    tail: (call, reply) =>
      [
        event(chunk(call, {}, FINISH[reply.finish])),
        ...(wantsUsage(call) ? [event({ ...chunk(call, {}), choices: [], usage: usageOf(reply) })] : []),
        DONE,
      ].join(''),
    unfinished: () => DONE,
    error: (code = 'server_error') => event({ error: { message: 'planted', type: code, param: null, code } }),
  },
};

const DONE = 'data: [DONE]\n\n';
const event = (body: object): string => `data: ${JSON.stringify(body)}\n\n`;
const FINISH = { stop: 'stop', length: 'length', refusal: 'content_filter' } as const;

const wantsUsage = ({ body }: ModelCall): boolean =>
  (body['stream_options'] as { include_usage?: boolean } | undefined)?.include_usage === true;

const chunk = (call: ModelCall, delta: object, finish_reason: string | null = null): object => ({
  id: 'chatcmpl-double',
  object: 'chat.completion.chunk',
  created: 1_760_000_000,
  model: call.model,
  service_tier: 'default',
  system_fingerprint: 'fp_double',
  choices: [{ index: 0, delta, logprobs: null, finish_reason }],
  ...(wantsUsage(call) && { usage: null }),
});

const usageOf = ({ inputTokens, cachedInputTokens, outputTokens }: ModelReply): object => ({
  prompt_tokens: inputTokens,
  completion_tokens: outputTokens,
  total_tokens: inputTokens + outputTokens,
  prompt_tokens_details: { cached_tokens: cachedInputTokens, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
});

const completion = (call: ModelCall, reply: ModelReply): object => ({
  id: 'chatcmpl-double',
  object: 'chat.completion',
  created: 1_760_000_000,
  model: call.model,
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: reply.text, refusal: null },
      logprobs: null,
      finish_reason: FINISH[reply.finish],
    },
  ],
  usage: usageOf(reply),
});
