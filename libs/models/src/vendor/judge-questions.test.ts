import type { ModelDouble, ModelReply } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultOf, never, VENDORS } from './vendors.fixture.ts';

const pair = { kept: 'how do i book leave', asked: 'how is time off reserved' };
const CODES =
  /Reply (\d) if both questions mean the same, (\d) if they are different, (\d) if you are not sure:$/;

describe.each(VENDORS)('questions judged by $name', ({ start, open }) => {
  let service: ModelDouble;
  beforeAll(async () => {
    service = await start();
  });
  afterAll(() => service.stop());

  /** The place in the list of codes that the double replies with, or what it says instead. */
  const judge = async (reply: number | Partial<ModelReply>, asked = pair) => {
    service.reply(({ texts }) => {
      const codes = CODES.exec(texts.at(-1) ?? '')?.slice(1) ?? [];
      const said = typeof reply === 'number' ? { text: `\n${codes[reply]}` } : reply;
      return { inputTokens: 240, outputTokens: 1, ...said };
    });
    const judgment = await open(service.url).judgeQuestions?.(asked, never);
    if (judgment === undefined) throw new Error('The model judges nothing.');
    return judgment;
  };

  it('get the verdict that the code stands for, and what it cost', async () => {
    const usage = { inputTokens: 240, outputTokens: 1 };
    expect(await judge(0)).toEqual({ verdict: 'same', usage });
    expect(await judge(1)).toEqual({ verdict: 'different', usage });
    expect(await judge(2)).toEqual({ verdict: 'unsure', usage });
    const sent = service.requests.at(-1)?.texts.join('\n') ?? '';
    expect(sent).toContain(pair.kept);
    expect(sent).toContain(pair.asked);
  });

  it.each<[string, Partial<ModelReply>]>([
    ['yes', { text: 'Yes' }],
    ['the same', { text: 'same' }],
    ['a sentence', { text: 'They mean the same.' }],
    ['every code at once', { text: '0 1 2 3 4 5 6 7 8 9' }],
    ['a refusal', { text: 'I cannot do that.', finish: 'refusal' }],
    ['nothing in time', { text: 'Let me think', finish: 'length' }],
  ])('are in doubt when the reply is %s, and are paid for', async (_name, reply) => {
    expect(await judge(reply)).toEqual({ verdict: 'unsure', usage: { inputTokens: 240, outputTokens: 1 } });
  });

  it('fail as answers do when the vendor fails', async () => {
    service.failNext({ type: 'status', status: 429, headers: { 'retry-after': '3' } });
    expect(await faultOf(judge(0))).toMatchObject({ kind: 'rate-limited', retryAfterMs: 3_000 });
  });
});
