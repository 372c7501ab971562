import { Fault } from '@ragfleet/kernel';
import type { AnswerDelta, AnswerModel } from '@ragfleet/rag-core';
import { describe, expect, it } from 'vitest';
import { createBreaker } from './breakers/create-breaker.ts';
import { type KeyedAnswerModel, resilientKeyedModel } from './resilient-keyed-model.ts';

const finish: AnswerDelta = { type: 'finish', reason: 'stop', usage: { inputTokens: 1, outputTokens: 1 } };
const signal = new AbortController().signal;
const limited = new Fault('rate-limited', 'Later.');
const away = new Fault('unavailable', 'Away.');

/** Fails under a key with what `failures` has for it. */
function vendorModel(failures: Readonly<Record<string, Fault>>): KeyedAnswerModel & { vendor: 'openai' } {
  const under = (key: string): AnswerModel => ({
    name: 'm',
    contextWindowTokens: 1_000,
    async *answer() {
      const failure = failures[key];
      if (failure !== undefined) throw failure;
      yield finish;
    },
    rewriteFollowUp: async ({ question }) => ({
      question: `${question} (${key})`,
      usage: { inputTokens: 1, outputTokens: 1 },
    }),
  });
  return { ...under('fleet'), vendor: 'openai', forKey: under };
}

const guarded = (failures: Readonly<Record<string, Fault>>) => {
  const breaker = createBreaker({ name: 'm', consecutiveFailures: 3 });
  return { breaker, model: resilientKeyedModel(vendorModel(failures), { breaker, maxRetries: 0 }) };
};

async function ask(model: AnswerModel): Promise<unknown> {
  const deltas: AnswerDelta[] = [];
  const request = { question: 'q', history: [], passages: [], maxOutputTokens: 10 };
  try {
    for await (const delta of model.answer(request, signal)) deltas.push(delta);
    return deltas;
  } catch (error) {
    return error;
  }
}

describe('resilientKeyedModel', () => {
  it('answers under either key, and says whose it is', async () => {
    const { model } = guarded({});
    expect(model.vendor).toBe('openai');
    expect(await ask(model)).toEqual([finish]);
    expect(await ask(model.forKey('tenant'))).toEqual([finish]);
  });

  it('keeps nobody away for the limits of one tenant’s account', async () => {
    const { breaker, model } = guarded({ tenant: limited });
    for (let call = 0; call < 5; call += 1) expect(await ask(model.forKey('tenant'))).toBe(limited);
    expect(breaker.snapshot()).toMatchObject({ state: 'closed', failures: 0 });
    expect(await ask(model)).toEqual([finish]);
  });

  it('keeps everybody away from a vendor that fails, whoever noticed', async () => {
    const { breaker, model } = guarded({ tenant: away });
    for (let call = 0; call < 3; call += 1) expect(await ask(model.forKey('tenant'))).toBe(away);
    expect(breaker.snapshot().state).toBe('open');
    expect(await ask(model)).toMatchObject({ kind: 'unavailable' });
  });

  it('counts the limits of the fleet’s own account', async () => {
    const { breaker, model } = guarded({ fleet: limited });
    for (let call = 0; call < 3; call += 1) await ask(model);
    expect(breaker.snapshot().state).toBe('open');
  });

  it('rewrites follow-ups under the same key', async () => {
    const { model } = guarded({});
    const followUp = { question: 'and now?', history: [] };
    expect(await model.rewriteFollowUp?.(followUp, signal)).toMatchObject({ question: 'and now? (fleet)' });
    expect(await model.forKey('tenant').rewriteFollowUp?.(followUp, signal)).toMatchObject({
      question: 'and now? (tenant)',
    });
  });
});
