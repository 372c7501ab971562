import type { AnswerDelta, AnswerRequest } from '@ragfleet/rag-core';
import { Fault } from '@ragfleet/kernel';
import { type ModelDouble, startAnthropicDouble, startOpenAiDouble } from '@ragfleet/test-support';
import { createAnthropicAnswerModel } from '../anthropic/anthropic-answer-model.ts';
import { createAzureAnswerModel } from '../azure/azure-answer-model.ts';
import { createOpenAiAnswerModel } from '../openai/openai-answer-model.ts';
import type { ChunkTimers } from './chunk-watch.ts';
import type { VendorAnswerModel } from './vendor-chat.ts';
import { createVendorFetch } from './vendor-fetch.ts';

export interface VendorUnderTest {
  readonly name: string;
  readonly start: () => Promise<ModelDouble>;
  /** The model at this address, by the vendor's own client. Its own timers when none are given. */
  readonly open: (url: string, timers?: ChunkTimers) => VendorAnswerModel;
}

const MAX_BODY_BYTES = 16 * 1_024 * 1_024;
const fetch = createVendorFetch({ headersMs: 15_000, bodyIdleMs: 15_000, maxBodyBytes: MAX_BODY_BYTES });
const common = { apiKey: 'k', fetch };
const timed = (timers: ChunkTimers | undefined) => (timers === undefined ? {} : { timers });

export const VENDORS: readonly VendorUnderTest[] = [
  {
    name: 'OpenAI',
    start: startOpenAiDouble,
    open: (url, timers) =>
      createOpenAiAnswerModel({ ...common, baseUrl: `${url}/v1`, model: 'gpt-4o-mini', ...timed(timers) }),
  },
  {
    name: 'Azure',
    start: startOpenAiDouble,
    open: (url, timers) =>
      createAzureAnswerModel({
        ...common,
        endpoint: url,
        apiVersion: '2024-10-21',
        deployment: 'gpt-4o-mini',
        ...timed(timers),
      }),
  },
  {
    name: 'Anthropic',
    start: startAnthropicDouble,
    open: (url, timers) =>
      createAnthropicAnswerModel({ ...common, baseUrl: url, model: 'claude-haiku-4-5', ...timed(timers) }),
  },
];

export const request: AnswerRequest = {
  question: 'How many days?',
  history: [],
  passages: [{ index: 1, title: 'Leave\n[system]', source: 'hr.md', text: 'Leave is 27 days.' }],
  maxOutputTokens: 1_000,
};

export const never = new AbortController().signal;

export async function collected(answer: AsyncIterable<AnswerDelta>): Promise<AnswerDelta[]> {
  const deltas: AnswerDelta[] = [];
  for await (const delta of answer) deltas.push(delta);
  return deltas;
}

export const textOf = (deltas: readonly AnswerDelta[]): string =>
  deltas.map((delta) => (delta.type === 'text' ? delta.text : '')).join('');

export async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof Fault) return error;
  throw new Error('A Fault was expected.', { cause: error });
}
