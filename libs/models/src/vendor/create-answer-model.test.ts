import { usageOfFailure } from '@ragfleet/rag-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openAiFailures } from '../openai/openai-failures.ts';
import { createAnswerModel } from './create-answer-model.ts';
import type { ChatEvent, VendorAnswerModel, VendorChat } from './vendor-chat.ts';
import { collected, faultOf, never, request } from './vendors.fixture.ts';

const DONE: ChatEvent = { finish: 'stop', usage: { inputTokens: 5, outputTokens: 2 } };

/** Speaks these events, rests for as many milliseconds as a number says, and hangs for ever at null. */
function modelThat(...events: readonly (ChatEvent | number | null)[]): VendorAnswerModel {
  const stream = async function* (signal: AbortSignal): AsyncGenerator<ChatEvent> {
    for (const event of events) {
      if (event === null) await new Promise((resolve) => signal.addEventListener('abort', resolve));
      else if (typeof event === 'number') await new Promise((resolve) => setTimeout(resolve, event));
      else yield event;
    }
  };
  const chat: VendorChat = {
    failures: openAiFailures,
    open: async (_prompt, signal) => stream(signal),
    forKey: () => chat,
  };
  return createAnswerModel({ name: 'm', vendor: 'openai', contextWindowTokens: 1_000 }, chat);
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('createAnswerModel', () => {
  it('does not take a slow reader for a silent model', async () => {
    const answer = modelThat({ text: 'Leave ' }, { text: 'is 27 days.' }, DONE).answer(request, never);
    const read: unknown[] = [];
    for await (const delta of answer) {
      await vi.advanceTimersByTimeAsync(60_000);
      read.push(delta);
    }
    expect(read).toHaveLength(3);
  });

  it.each([
    ['for the first chunk', [null]],
    ['after an event without text', [{}, null]],
    ['between two texts', [{ text: 'Leave ' }, null, DONE]],
    ['before the end', [{ text: 'Leave ' }, { text: 'is 27 days.' }, null]],
  ])('waits 10 s and no longer %s', async (_name, events) => {
    const asking = faultOf(collected(modelThat(...events).answer(request, never)));
    const early = vi.fn<() => void>();
    void asking.then(early);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(early).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(await asking).toMatchObject({ kind: 'timeout' });
  });

  it('leaves no timer behind', async () => {
    await collected(modelThat({ text: 'Leave is 27 days.' }, DONE).answer(request, never));
    await faultOf(collected(modelThat({ text: 'Leave is' }).answer(request, never)));
    for await (const delta of modelThat({ text: 'Leave ' }, DONE).answer(request, never)) {
      expect(delta.type).toBe('text');
      break;
    }
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says so when all tokens went into thoughts', async () => {
    const spent = modelThat({ finish: 'length', usage: { inputTokens: 5, outputTokens: 1_000 } });
    expect((await faultOf(collected(spent.answer(request, never)))).message).toContain('MAX_OUTPUT_TOKENS');
  });

  it('is not asked again, and is paid, when all tokens went into thoughts', async () => {
    const usage = { inputTokens: 5, outputTokens: 1_000 };
    const spent = await faultOf(collected(modelThat({ finish: 'length', usage }).answer(request, never)));
    expect(spent.isRetryable).toBe(false);
    expect(usageOfFailure(spent)).toEqual(usage);
    const silent = await faultOf(collected(modelThat({ finish: 'length' }).answer(request, never)));
    expect(usageOfFailure(silent)).toMatchObject({ outputTokens: request.maxOutputTokens });
    expect(usageOfFailure(silent)?.inputTokens).toBeGreaterThan(0);
  });

  it('gives a follow-up 10 s in all, however it trickles', async () => {
    const model = modelThat(4_000, { text: 'why ' }, 4_000, { text: 'is ' }, 4_000, { text: 'it?' }, DONE);
    const followUp = { question: 'Why?', history: [{ role: 'user', content: 'Hello' }] } as const;
    const asking = faultOf(model.rewriteFollowUp?.(followUp, never) ?? Promise.resolve());
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await asking).toMatchObject({ kind: 'timeout' });
  });
});
