import { Fault } from '@ragfleet/kernel';
import type { AnswerDelta, AnswerModel, AnswerRequest } from '@ragfleet/rag-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBreaker } from './breakers/create-breaker.ts';
import { resilientAnswerModel } from './resilient-answer-model.ts';
import { answeredAfter, away, settled } from './settled.fixture.ts';

const signal = new AbortController().signal;
const breaker = () => createBreaker({ name: 'model', consecutiveFailures: 3 });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const request: AnswerRequest = { question: 'q', history: [], passages: [], maxOutputTokens: 10 };
const text: AnswerDelta = { type: 'text', text: 'hello' };
const finish: AnswerDelta = { type: 'finish', reason: 'stop', usage: { inputTokens: 1, outputTokens: 1 } };
const modelThat = (answer: AnswerModel['answer']): AnswerModel => ({
  name: 'm',
  contextWindowTokens: 1_000,
  answer,
});
const hangs = (): Promise<never> => new Promise(() => undefined);

describe('resilientAnswerModel', () => {
  const resilient = (model: AnswerModel, own = breaker()) =>
    resilientAnswerModel(model, { breaker: own, maxRetries: 2 });
  const read = async (model: AnswerModel, asked = request): Promise<AnswerDelta[]> => {
    const deltas: AnswerDelta[] = [];
    for await (const delta of model.answer(asked, signal)) deltas.push(delta);
    return deltas;
  };

  it('hands on every delta', async () => {
    const model = resilient(
      modelThat(async function* answer() {
        yield text;
        yield finish;
      }),
    );
    expect(await read(model)).toEqual([text, finish]);
  });

  it('calls again while nothing has been said, and not after', async () => {
    let calls = 0;
    const early = resilient(
      modelThat(async function* answer() {
        calls += 1;
        if (calls === 1) throw away;
        yield finish;
      }),
    );
    expect(await settled(read(early))).toMatchObject({ status: 'fulfilled', value: [finish] });
    calls = 0;
    const late = resilient(
      modelThat(async function* answer() {
        calls += 1;
        yield text;
        throw away;
      }),
    );
    expect((await settled(read(late))).status).toBe('rejected');
    expect(calls).toBe(1);
  });

  it('does not call again a model that refuses for longer than is worth it to its caller', async () => {
    let calls = 0;
    const model = resilient(
      modelThat(async function* answer() {
        calls += 1;
        yield* [];
        throw new Fault('rate-limited', 'Slow down.', { retryAfterMs: 600 });
      }),
    );
    const patient = { ...request, patienceMs: 500 };
    expect(await settled(read(model, patient))).toMatchObject({
      status: 'rejected',
      reason: { kind: 'rate-limited' },
    });
    expect(calls).toBe(1);
  });

  it('counts a stream that breaks or stops short as a failure, and keeps away from its model', async () => {
    const own = breaker();
    const model = resilient(
      modelThat(async function* answer() {
        yield text;
      }),
      own,
    );
    for (let count = 0; count < 3; count += 1) await settled(read(model));
    expect(own.snapshot().state).toBe('open');
  });

  it.each<[string, AnswerModel['answer']]>([
    [
      'never begins',
      async function* answer() {
        await hangs();
        yield finish;
      },
    ],
    [
      'falls silent',
      async function* answer() {
        yield text;
        await hangs();
      },
    ],
  ])('gives up on a stream that %s, and lets go of it', async (_, answer) => {
    let released: AbortSignal | undefined;
    const model = resilientAnswerModel(
      modelThat((asked, within) => {
        released = within;
        return answer(asked, within);
      }),
      { breaker: breaker(), maxRetries: 0 },
    );
    expect(await settled(read(model))).toMatchObject({ status: 'rejected', reason: { kind: 'timeout' } });
    expect(released?.aborted).toBe(true);
  });

  it('frees the model when the reader stops early', async () => {
    let released: AbortSignal | undefined;
    const model = resilient(
      modelThat(async function* answer(_, within) {
        released = within;
        yield text;
        yield finish;
      }),
    );
    for await (const delta of model.answer(request, signal)) {
      expect(delta).toEqual(text);
      break;
    }
    expect(released?.aborted).toBe(true);
  });

  it('ends the stream of a reader that leaves, so that whoever books the call hears of it', async () => {
    const ended = Promise.withResolvers<string>();
    const model = resilient(
      modelThat(async function* answer() {
        try {
          yield text;
          yield finish;
        } finally {
          ended.resolve('ended');
        }
      }),
    );
    for await (const delta of model.answer(request, signal)) {
      expect(delta).toEqual(text);
      break;
    }
    expect(await settled(Promise.race([ended.promise, answeredAfter(1_000)]))).toMatchObject({
      value: 'ended',
    });
  });

  it('ends a stream whose first word comes after its limit', async () => {
    const ended = Promise.withResolvers<string>();
    const model = resilientAnswerModel(
      modelThat(async function* answer() {
        try {
          await answeredAfter(12_000);
          yield text;
        } finally {
          ended.resolve('ended');
        }
      }),
      { breaker: breaker(), maxRetries: 0 },
    );
    expect(await settled(read(model))).toMatchObject({ status: 'rejected', reason: { kind: 'timeout' } });
    expect(await settled(Promise.race([ended.promise, answeredAfter(10_000)]))).toMatchObject({
      value: 'ended',
    });
  });

  it('rewrites follow-ups once, behind the same breaker, and not at all where the model cannot', async () => {
    const followUp = { question: 'and then?', history: [] };
    const plain = modelThat(async function* answer() {
      yield finish;
    });
    expect(resilient(plain).rewriteFollowUp).toBeUndefined();
    const rewriteFollowUp = vi.fn<NonNullable<AnswerModel['rewriteFollowUp']>>().mockRejectedValue(away);
    const own = breaker();
    const model = resilient({ ...plain, rewriteFollowUp }, own);
    for (let count = 0; count < 4; count += 1)
      expect((await settled(Promise.resolve(model.rewriteFollowUp?.(followUp, signal)))).status).toBe(
        'rejected',
      );
    expect(rewriteFollowUp).toHaveBeenCalledTimes(3);
    expect(own.snapshot().state).toBe('open');
  });

  it('gives up on a follow-up that takes too long', async () => {
    const model = resilient({
      ...modelThat(async function* answer() {
        yield finish;
      }),
      rewriteFollowUp: hangs,
    });
    const outcome = await settled(
      Promise.resolve(model.rewriteFollowUp?.({ question: 'q', history: [] }, signal)),
    );
    expect(outcome).toMatchObject({ status: 'rejected', reason: { kind: 'timeout' } });
  });

  it.each<[string, AnswerDelta[]]>([
    ['before its first word', []],
    ['in the middle of an answer', [text]],
  ])('keeps no answer from a model that ran out of the time of its asker %s', async (_, said) => {
    const own = breaker();
    let isSlow = true;
    const model = resilient(
      modelThat(async function* answer() {
        if (isSlow) {
          yield* said;
          await hangs();
        }
        yield finish;
      }),
      own,
    );
    for (let call = 0; call < 5; call += 1) {
      const asker = new AbortController();
      const heard = model.answer(request, asker.signal)[Symbol.asyncIterator]();
      for (const delta of said) expect(await heard.next()).toEqual({ done: false, value: delta });
      const late = settled(heard.next());
      asker.abort(new Fault('timeout', 'Late.'));
      expect(await late).toMatchObject({ status: 'rejected', reason: { kind: 'timeout', message: 'Late.' } });
    }
    expect(own.snapshot()).toMatchObject({ state: 'closed', failures: 0 });
    isSlow = false;
    expect(await read(model)).toEqual([finish]);
  });

  it('keeps no answer from a model whose rewritings nobody had the patience for', async () => {
    const own = breaker();
    const plain = modelThat(async function* answer() {
      yield finish;
    });
    const model = resilient({ ...plain, rewriteFollowUp: hangs }, own);
    for (let call = 0; call < 5; call += 1) {
      const asker = new AbortController();
      const late = settled(
        Promise.resolve(model.rewriteFollowUp?.({ question: 'q', history: [] }, asker.signal)),
      );
      asker.abort(new Fault('timeout', 'Late.'));
      expect(await late).toMatchObject({ status: 'rejected', reason: { kind: 'timeout', message: 'Late.' } });
    }
    expect(own.snapshot()).toMatchObject({ state: 'closed', failures: 0 });
    expect(await read(model)).toEqual([finish]);
  });

  it('takes a rewriting that nobody waited for as no sign that a failing model is well', async () => {
    const own = breaker();
    const plain = modelThat(async function* answer() {
      yield text;
    });
    const model = resilient({ ...plain, rewriteFollowUp: hangs }, own);
    for (let call = 0; call < 3; call += 1) {
      await settled(read(model));
      const asker = new AbortController();
      const late = settled(
        Promise.resolve(model.rewriteFollowUp?.({ question: 'q', history: [] }, asker.signal)),
      );
      asker.abort(new Fault('timeout', 'Late.'));
      await late;
    }
    expect(own.snapshot().state).toBe('open');
  });

  const judging = (judgeQuestions: NonNullable<AnswerModel['judgeQuestions']>): AnswerModel => ({
    ...modelThat(async function* answer() {
      yield finish;
    }),
    judgeQuestions,
  });
  const pair = { kept: 'a', asked: 'b' };

  it('has questions judged once, behind the same breaker, and not at all where the model cannot', async () => {
    const own = breaker();
    const judgeQuestions = vi.fn<NonNullable<AnswerModel['judgeQuestions']>>().mockRejectedValue(away);
    const model = resilient(judging(judgeQuestions), own);
    for (let call = 0; call < 4; call += 1)
      expect((await settled(Promise.resolve(model.judgeQuestions?.(pair, signal)))).status).toBe('rejected');
    expect(judgeQuestions).toHaveBeenCalledTimes(3);
    expect(own.snapshot().state).toBe('open');
    expect(resilient(modelThat(async function* answer() {})).judgeQuestions).toBeUndefined();
  });

  it('keeps no answer from a model whose verdicts nobody had the patience for', async () => {
    const own = breaker();
    const model = resilient(judging(hangs), own);
    for (let call = 0; call < 5; call += 1) {
      const asker = new AbortController();
      const late = settled(Promise.resolve(model.judgeQuestions?.(pair, asker.signal)));
      asker.abort(new Fault('timeout', 'Late.'));
      expect(await late).toMatchObject({ status: 'rejected', reason: { kind: 'timeout', message: 'Late.' } });
    }
    expect(own.snapshot()).toMatchObject({ state: 'closed', failures: 0 });
    expect(await read(model)).toEqual([finish]);
  });
});
