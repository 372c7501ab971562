import type { ModelDouble, ModelReply } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultOf, never, VENDORS } from './vendors.fixture.ts';

const followUp = {
  question: 'and in 2024?',
  history: [
    { role: 'user', content: 'What was the revenue in 2023?' },
    { role: 'assistant', content: 'It was 12 million [1].' },
  ],
} as const;

describe.each(VENDORS)('follow-ups with $name', ({ start, open }) => {
  let service: ModelDouble;
  beforeAll(async () => {
    service = await start();
  });
  afterAll(() => service.stop());

  const rewrite = async (reply: Partial<ModelReply>, asked: typeof followUp = followUp) => {
    service.reply({ inputTokens: 90, outputTokens: 8, ...reply });
    const rewritten = await open(service.url).rewriteFollowUp?.(asked, never);
    if (rewritten === undefined) throw new Error('The model rewrites nothing.');
    return rewritten;
  };

  it('become questions that stand by themselves, and say what that cost', async () => {
    expect(await rewrite({ text: ' What was the revenue in 2024?\n' })).toEqual({
      question: 'What was the revenue in 2024?',
      usage: { inputTokens: 90, outputTokens: 8 },
    });
    const sent = service.requests.at(-1)?.texts.join('\n') ?? '';
    expect(sent).toContain('user: What was the revenue in 2023?');
    expect(sent).toContain('and in 2024?');
  });

  it.each<[string, Partial<ModelReply>]>([
    ['empty', { text: ' ' }],
    ['too long', { text: 'why '.repeat(501) }],
    ['of several lines', { text: 'What was it?\nIt was 13 million.' }],
    ['cut short', { text: 'What was the', finish: 'length' }],
    ['refused', { text: 'I cannot do that.', finish: 'refusal' }],
  ])('stay as they were when the reply is %s, and are paid for', async (_name, reply) => {
    expect(await rewrite(reply)).toEqual({
      question: 'and in 2024?',
      usage: { inputTokens: 90, outputTokens: 8 },
    });
  });

  it('ask nobody where nothing was said before', async () => {
    const before = service.requests.length;
    const alone = await open(service.url).rewriteFollowUp?.({ question: 'Why?', history: [] }, never);
    expect(alone).toEqual({ question: 'Why?', usage: { inputTokens: 0, outputTokens: 0 } });
    expect(service.requests.length).toBe(before);
  });

  it('send only the end of a long conversation', async () => {
    const history = Array.from({ length: 200 }, (_turn, at) => ({
      role: 'user' as const,
      content: `turn ${at} ${'x'.repeat(10_000)}`,
    }));
    service.reply({ text: 'Why is it?' });
    await open(service.url).rewriteFollowUp?.({ question: 'Why?', history }, never);
    const sent = service.requests.at(-1)?.texts.join('\n') ?? '';
    expect(sent).toContain('turn 199 ');
    expect(sent.length).toBeLessThan(12_000);
  });

  it('fail as answers do when the vendor fails', async () => {
    service.failNext({ type: 'status', status: 429, headers: { 'retry-after': '3' } });
    expect(await faultOf(rewrite({}))).toMatchObject({ kind: 'rate-limited', retryAfterMs: 3_000 });
  });
});
