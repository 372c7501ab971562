import type { TokenUsage } from '@ragfleet/rag-core';
import { startOpenAiDouble, type ModelDouble } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScriptedService, startScriptedService } from '../scripted-service.fixture.ts';
import { collected, faultOf, never, request } from '../vendor/vendors.fixture.ts';
import { createOpenAiAnswerModel } from './openai-answer-model.ts';

let service: ModelDouble;
let plain: ScriptedService;
beforeAll(async () => {
  service = await startOpenAiDouble();
  plain = await startScriptedService();
});
afterAll(() => Promise.all([service.stop(), plain.stop()]));

const bodyOf = async (model: string, isOwn = false): Promise<unknown> => {
  const baseUrl = `${service.url}/v1`;
  // What OpenAI itself is asked, sent to the double.
  const redirected: typeof fetch = (input, init) =>
    fetch(new Request(input).url.replace('https://api.openai.com/v1', baseUrl), init);
  const options = isOwn ? { fetch: redirected } : { baseUrl };
  await collected(createOpenAiAnswerModel({ apiKey: 'k', model, ...options }).answer(request, never));
  return service.requests.at(-1)?.body;
};

describe('createOpenAiAnswerModel', () => {
  it('asks OpenAI itself with the limit that its newer models know', async () => {
    expect(await bodyOf('gpt-4o-mini', true)).toMatchObject({
      model: 'gpt-4o-mini',
      max_completion_tokens: 1_000,
      temperature: 0,
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it('asks a model that thinks first to think little, at its own temperature', async () => {
    const body = await bodyOf('gpt-5-mini', true);
    expect(body).toMatchObject({ reasoning_effort: 'low' });
    expect(body).not.toHaveProperty('temperature');
    expect(await bodyOf('gpt-5.2-chat-latest', true)).not.toHaveProperty('reasoning_effort');
  });

  it('asks a compatible service in the words that every one of them knows', async () => {
    const body = await bodyOf('llama3.2');
    expect(body).toMatchObject({ max_tokens: 1_000, temperature: 0 });
    expect(body).not.toHaveProperty('max_completion_tokens');
    expect(service.requests.at(-1)?.path).toBe('/v1/chat/completions');
  });

  const usageOf = async (usage?: unknown): Promise<TokenUsage | undefined> => {
    const chunk = (content: string, finish_reason: string | null) =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason }] })}\n\n`;
    const bill = usage === undefined ? '' : `data: ${JSON.stringify({ choices: [], usage })}\n\n`;
    plain.replyWith((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(`${chunk('27 days [1].', null)}${chunk('', 'stop')}${bill}data: [DONE]\n\n`);
    });
    const model = createOpenAiAnswerModel({ apiKey: 'k', baseUrl: plain.baseUrl, model: 'm' });
    const finish = (await collected(model.answer(request, never))).at(-1);
    return finish?.type === 'finish' ? finish.usage : undefined;
  };

  it.each([
    ['none', undefined],
    ['an empty one', {}],
    ['no output', { prompt_tokens: 10, total_tokens: 10 }],
    ['no input', { completion_tokens: 3 }],
    ['texts', { prompt_tokens: '10', completion_tokens: '3' }],
    ['a broken number', { prompt_tokens: 10.5, completion_tokens: 3 }],
    ['less than nothing', { prompt_tokens: 10, completion_tokens: -1 }],
    ['something else', 'much'],
  ])('counts the tokens itself when the usage that the service sends is %s', async (_name, usage) => {
    const counted = await usageOf(usage);
    expect(Object.keys(counted ?? {})).toEqual(['inputTokens', 'outputTokens']);
    expect(counted?.outputTokens).toBe(5);
    expect(counted?.inputTokens).toBeGreaterThan(100);
  });

  it.each([
    ['under other names', { input_tokens: 10, output_tokens: 3 }, {}],
    ['with a kept part', { prompt_tokens_details: { cached_tokens: 4 } }, { cachedInputTokens: 4 }],
    [
      'with more kept than there is',
      { prompt_tokens_details: { cached_tokens: 90 } },
      { cachedInputTokens: 10 },
    ],
    ['with a kept part that is no number', { prompt_tokens_details: { cached_tokens: 'all' } }, {}],
  ])('believes a usage %s', async (_name, told, kept) => {
    const usual = 'input_tokens' in told ? {} : { prompt_tokens: 10, completion_tokens: 3 };
    expect(await usageOf({ ...usual, ...told })).toEqual({ inputTokens: 10, outputTokens: 3, ...kept });
  });

  it('tells a prompt that is too long from other refusals', async () => {
    service.failNext({ type: 'status', status: 400, code: 'context_length_exceeded' });
    expect(await faultOf(bodyOf('gpt-4o-mini'))).toMatchObject({ kind: 'too-large' });
  });

  it.each([
    ['gpt-4o-mini-2024-07-18', 128_000],
    ['gpt-3.5-turbo', 16_385],
    ['gpt-4-0613', 8_192],
    ['gpt-4.1-nano', 1_047_576],
    ['o3-mini', 200_000],
    ['llama3.2', 128_000],
  ])('knows the window of %s', (model, contextWindowTokens) => {
    expect(createOpenAiAnswerModel({ apiKey: 'k', model }).contextWindowTokens).toBe(contextWindowTokens);
  });
});
