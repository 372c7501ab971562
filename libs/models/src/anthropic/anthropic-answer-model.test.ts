import { startAnthropicDouble, type ModelDouble } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScriptedService, startScriptedService } from '../scripted-service.fixture.ts';
import { collected, faultOf, never, request } from '../vendor/vendors.fixture.ts';
import { createAnthropicAnswerModel } from './anthropic-answer-model.ts';

let service: ModelDouble;
let scripted: ScriptedService;
beforeAll(async () => {
  service = await startAnthropicDouble();
  scripted = await startScriptedService();
});
afterAll(() => Promise.all([service.stop(), scripted.stop()]));

const bodyOf = async (model: string, asked = request): Promise<Readonly<Record<string, unknown>>> => {
  await collected(
    createAnthropicAnswerModel({ apiKey: 'k', baseUrl: service.url, model }).answer(asked, never),
  );
  return service.requests.at(-1)?.body ?? {};
};

const usage = { input_tokens: 40, cache_creation_input_tokens: 300, cache_read_input_tokens: 60 };
const event = (type: string, body: object): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...body })}\n\n`;
const thinkingStream = [
  event('message_start', { message: { usage: { ...usage, output_tokens: 1 } } }),
  event('content_block_start', { index: 0, content_block: { type: 'thinking', thinking: '' } }),
  event('content_block_delta', { index: 0, delta: { type: 'thinking_delta', thinking: 'Hm.' } }),
  event('content_block_delta', { index: 0, delta: { type: 'signature_delta', signature: 'x' } }),
  event('content_block_stop', { index: 0 }),
  event('content_block_delta', { index: 1, delta: { type: 'text_delta', text: '27 days [1].' } }),
  event('message_delta', {
    delta: { stop_reason: 'end_turn' },
    usage: { input_tokens: null, cache_read_input_tokens: 61, output_tokens: 30 },
  }),
  event('message_stop', {}),
].join('');

describe('createAnthropicAnswerModel', () => {
  it('puts the fleet’s rules and the tenant’s wishes into the system blocks, each with a mark for the cache', async () => {
    const instructions = { text: 'Be formal.', language: 'de' };
    const { system, messages, max_tokens } = await bodyOf('claude-haiku-4-5', { ...request, instructions });
    const block = { type: 'text', cache_control: { type: 'ephemeral' } };
    expect(system).toMatchObject([block, block]);
    expect(service.requests.at(-1)?.texts[1]).toContain('Be formal.');
    expect(messages).toHaveLength(1);
    expect(max_tokens).toBe(1_000);
  });

  it('leaves out turns that the API would refuse', async () => {
    const history = [
      { role: 'assistant', content: 'Hello, how can I help?' },
      { role: 'user', content: 'Leave?' },
      { role: 'assistant', content: ' ' },
    ] as const;
    const { messages } = await bodyOf('claude-haiku-4-5', { ...request, history });
    expect(messages).toMatchObject([{ role: 'user', content: 'Leave?' }, { role: 'user' }]);
  });

  it('adds up input that was read from the cache, written to it, and neither; thoughts are no answer', async () => {
    scripted.replyWith((response) =>
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(thinkingStream),
    );
    const baseUrl = new URL(scripted.baseUrl).origin;
    const model = createAnthropicAnswerModel({ apiKey: 'k', baseUrl, model: 'claude-opus-5-5' });
    expect(await collected(model.answer(request, never))).toEqual([
      { type: 'text', text: '27 days [1].' },
      {
        type: 'finish',
        reason: 'stop',
        usage: { inputTokens: 401, cachedInputTokens: 61, cacheWriteTokens: 300, outputTokens: 30 },
      },
    ]);
  });

  it.each([
    ['none', undefined, undefined],
    ['an input that is a text', { input_tokens: '40', output_tokens: 1 }, { output_tokens: 30 }],
    ['no output', { input_tokens: 40, output_tokens: 1 }, {}],
    ['an output that is a text', { input_tokens: 40, output_tokens: 1 }, { output_tokens: '30' }],
  ])('counts the tokens itself when the usage that the service sends is %s', async (_name, first, last) => {
    const stream = [
      event('message_start', { message: { usage: first } }),
      event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: '27 days [1].' } }),
      event('message_delta', { delta: { stop_reason: 'end_turn' }, usage: last }),
      event('message_stop', {}),
    ].join('');
    scripted.replyWith((response) =>
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(stream),
    );
    const baseUrl = new URL(scripted.baseUrl).origin;
    const model = createAnthropicAnswerModel({ apiKey: 'k', baseUrl, model: 'claude-opus-5-5' });
    const finish = (await collected(model.answer(request, never))).at(-1);
    expect(finish).toMatchObject({ usage: { outputTokens: 5 } });
    expect(finish?.type === 'finish' && finish.usage.inputTokens).toBeGreaterThan(100);
  });

  it('tells a prompt that is too long from other refusals', async () => {
    service.failNext({
      type: 'status',
      status: 400,
      code: 'prompt is too long: 210000 tokens > 200000 maximum',
    });
    expect(await faultOf(bodyOf('claude-haiku-4-5'))).toMatchObject({ kind: 'too-large' });
  });

  it.each([
    ['claude-3-5-haiku-20241022', 200_000, {}],
    ['claude-haiku-4-5-20251001', 200_000, {}],
    ['claude-opus-4-8', 1_000_000, {}],
    ['claude-opus-5', 1_000_000, { thinking: { type: 'disabled' }, output_config: { effort: 'low' } }],
    ['claude-opus-5-5', 1_000_000, { output_config: { effort: 'low' } }],
    ['claude-fable-5-1', 1_000_000, { output_config: { effort: 'low' } }],
  ])('asks %s to think as little as it may, and knows its window', async (model, window, manner) => {
    const { thinking, output_config } = await bodyOf(model);
    expect({ thinking, output_config }).toEqual({ thinking: undefined, output_config: undefined, ...manner });
    expect(createAnthropicAnswerModel({ apiKey: 'k', model }).contextWindowTokens).toBe(window);
  });
});
