import { Fault } from '@ragfleet/kernel';
import type { AnswerDelta, AnswerModel, AnswerRequest } from '@ragfleet/rag-core';
import { type EndedStep, NO_TRACING, type TraceSpan, type Tracing } from '@ragfleet/service-runtime';
import { describe, expect, it } from 'vitest';
import { tracedAnswerModel } from './traced-answer-model.ts';

const REQUEST: AnswerRequest = {
  question: 'How long?',
  history: [],
  passages: [],
  maxOutputTokens: 300,
};
const FINISH: AnswerDelta = {
  type: 'finish',
  reason: 'stop',
  usage: { inputTokens: 12, outputTokens: 3, cachedInputTokens: 4 },
};
const NEVER = new AbortController().signal;

/** A trace that keeps what it is told. */
function recordingTracing(): { readonly tracing: Tracing; readonly told: EndedStep[] } {
  const told: EndedStep[] = [];
  const span: TraceSpan = {
    traceId: 'trace',
    traceparent: 'traceparent',
    rename: () => undefined,
    set: () => undefined,
    fail: () => undefined,
    tell: (step) => void told.push(step),
    end: () => undefined,
  };
  return { tracing: { ...NO_TRACING, current: () => span }, told };
}

const modelOf = (answer: AnswerModel['answer'], more: Partial<AnswerModel> = {}): AnswerModel => ({
  name: 'gpt-4o-mini',
  vendor: 'openai',
  contextWindowTokens: 1_000,
  answer,
  ...more,
});

async function* words(...deltas: readonly AnswerDelta[]): AsyncGenerator<AnswerDelta> {
  await Promise.resolve();
  yield* deltas;
}

async function read(model: AnswerModel): Promise<AnswerDelta[]> {
  const deltas: AnswerDelta[] = [];
  for await (const delta of model.answer(REQUEST, NEVER)) deltas.push(delta);
  return deltas;
}

describe('a model whose calls are traced', () => {
  it('is told with its tokens, and says what it said', async () => {
    const { tracing, told } = recordingTracing();
    const said: AnswerDelta[] = [{ type: 'text', text: 'Nine days.' }, FINISH];
    expect(
      await read(
        tracedAnswerModel(
          modelOf(() => words(...said)),
          tracing,
        ),
      ),
    ).toEqual(said);
    expect(told).toEqual([
      {
        name: 'chat gpt-4o-mini',
        kind: 'client',
        fromMs: expect.any(Number) as number,
        toMs: expect.any(Number) as number,
        failure: null,
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'openai',
          'gen_ai.request.model': 'gpt-4o-mini',
          'gen_ai.request.max_tokens': 300,
          'gen_ai.usage.input_tokens': 12,
          'gen_ai.usage.output_tokens': 3,
          'gen_ai.usage.cache_read.input_tokens': 4,
          'gen_ai.response.finish_reason': 'stop',
        },
      },
    ]);
  });

  it('is told as failed by the kind of its fault, which is thrown on', async () => {
    const { tracing, told } = recordingTracing();
    const failing = modelOf(() => {
      throw new Fault('rate-limited', 'Too many at once.');
    });
    await expect(read(tracedAnswerModel(failing, tracing))).rejects.toThrow('Too many at once.');
    expect(told.map(({ failure }) => failure)).toEqual(['rate-limited']);
  });

  it('is told when its reader leaves in the middle', async () => {
    const { tracing, told } = recordingTracing();
    const model = tracedAnswerModel(
      modelOf(() => words({ type: 'text', text: 'Nine' }, FINISH)),
      tracing,
    );
    for await (const delta of model.answer(REQUEST, NEVER)) if (delta.type === 'text') break;
    expect(told).toHaveLength(1);
  });

  it('is told when it rewrites a follow-up', async () => {
    const { tracing, told } = recordingTracing();
    const usage = { inputTokens: 5, outputTokens: 2 };
    const model = modelOf(() => words(), {
      rewriteFollowUp: () => Promise.resolve({ question: 'And in 2024?', usage }),
    });
    const followUp = { question: 'And then?', history: [] };
    await tracedAnswerModel(model, tracing).rewriteFollowUp?.(followUp, NEVER);
    expect(told[0]?.attributes).toMatchObject({ 'gen_ai.usage.input_tokens': 5 });
  });

  it('is told when it judges two questions', async () => {
    const { tracing, told } = recordingTracing();
    const usage = { inputTokens: 7, outputTokens: 1 };
    const model = modelOf(() => words(), {
      judgeQuestions: () => Promise.resolve({ verdict: 'same', usage }),
    });
    const pair = { kept: 'how is leave booked', asked: 'how is leave reserved' };
    await tracedAnswerModel(model, tracing).judgeQuestions?.(pair, NEVER);
    expect(told[0]?.attributes).toMatchObject({ 'gen_ai.usage.input_tokens': 7 });
    expect(JSON.stringify(told)).not.toContain('leave');
  });

  it('is the model itself where nothing is traced', () => {
    const model = modelOf(() => words());
    expect(tracedAnswerModel(model, NO_TRACING)).toBe(model);
  });
});
