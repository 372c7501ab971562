import { afterEach, describe, expect, it } from 'vitest';
import { startAnthropicDouble } from '../anthropic-double/start-anthropic-double.ts';
import { startOpenAiDouble } from '../openai-double/start-openai-double.ts';
import type { ModelDouble } from './start-model-double.ts';

const started: ModelDouble[] = [];
afterEach(() => Promise.all(started.splice(0).map((double) => double.stop())));

const messages = [{ role: 'user', content: 'How many days?' }];
const DOUBLES = [
  { name: 'OpenAI', start: startOpenAiDouble, path: '/v1/chat/completions' },
  { name: 'Anthropic', start: startAnthropicDouble, path: '/v1/messages' },
] as const;

describe.each(DOUBLES)('the double of $name', ({ start, path }) => {
  const post = async (double: ModelDouble, body: object, to = path): Promise<Response> =>
    fetch(`${double.url}${to}`, {
      method: 'POST',
      headers: { authorization: 'Bearer secret', connection: 'close' },
      body: JSON.stringify({ model: 'm', messages, stream_options: { include_usage: true }, ...body }),
    });
  const open = async (): Promise<ModelDouble> => {
    const double = await start();
    started.push(double);
    return double;
  };

  it('bills every call, by model and key, and knows whose bill reached the client', async () => {
    const double = await open();
    double.reply({ inputTokens: 100, cachedInputTokens: 60, outputTokens: 7 });
    double.failNext({ type: 'status', status: 500 }, { type: 'no-finish' });
    for (let call = 0; call < 3; call += 1) await (await post(double, { stream: true })).text();
    await (await post(double, {})).json();
    const common = { kind: 'answer', model: 'm', apiKey: 'secret' };
    const used = { inputTokens: 100, cachedInputTokens: 60, outputTokens: 7 };
    const nothing = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 };
    expect(double.bill).toEqual([
      { ...common, ...nothing, fault: 'status', isUsageSent: false },
      { ...common, ...used, fault: 'no-finish', isUsageSent: false },
      { ...common, ...used, fault: null, isUsageSent: true },
      { ...common, ...used, fault: null, isUsageSent: true },
    ]);
  });

  it('keeps the bill from a client that left in the middle', async () => {
    const double = await open();
    double.reply({ text: 'word '.repeat(10_000) });
    double.pace({ betweenTextsMs: 20 });
    const { body } = await post(double, { stream: true });
    const reader = body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await expect.poll(() => double.bill.length).toBe(1);
    expect(double.bill[0]).toMatchObject({ isUsageSent: false });
  });

  it('asks for the pace of each call, and tells what each reply took', async () => {
    const double = await open();
    const told: { model: string; tookMs: number }[] = [];
    double.pace(({ model }) => (model === 'slow' ? { firstTokenMs: 60 } : {}));
    double.onReplied(({ model }, tookMs) => void told.push({ model, tookMs }));
    const ask = async (model: string): Promise<string> =>
      (await post(double, { model, stream: true })).text();
    await Promise.all([ask('slow'), ask('m')]);
    await expect.poll(() => told.map(({ model }) => model).toSorted()).toEqual(['m', 'slow']);
    // A timer may be a millisecond early by this clock.
    expect(told.find(({ model }) => model === 'slow')?.tookMs).toBeGreaterThan(58);
  });

  it('counts the tokens that nobody gave, the same for the same words', async () => {
    const double = await open();
    double.reply(({ texts }) => ({ text: texts.join(' ') }));
    await (await post(double, {})).json();
    await (await post(double, {})).json();
    expect(double.bill[0]).toMatchObject({ inputTokens: 4, outputTokens: 4 });
    expect(double.bill[1]).toEqual(double.bill[0]);
  });

  it('fails by choice, after what was ordered', async () => {
    const double = await open();
    double.failBy(({ model }) => (model === 'bad' ? { type: 'status', status: 529 } : null));
    double.failNext({ type: 'status', status: 429, headers: { 'retry-after': '2' } });
    const first = await post(double, { model: 'bad' });
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '2']);
    expect((await post(double, { model: 'bad' })).status).toBe(529);
    expect((await post(double, {})).status).toBe(200);
    expect((await post(double, {}, '/v2/nowhere' as typeof path)).status).toBe(404);
  });
});
