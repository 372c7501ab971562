import { type ModelDouble, startAnthropicDouble } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAnthropicAnswerModel } from '../anthropic/anthropic-answer-model.ts';
import { createVendorFetch } from './vendor-fetch.ts';
import { collected, faultOf, never, request } from './vendors.fixture.ts';

let service: ModelDouble;
beforeAll(async () => {
  service = await startAnthropicDouble();
});
afterAll(() => service.stop());

describe('createVendorFetch', () => {
  it('opens no more connections than it may, whatever keys they are asked under', async () => {
    const fetch = createVendorFetch({ headersMs: 60_000, bodyIdleMs: 60_000, maxConnections: 2 });
    const model = createAnthropicAnswerModel({ apiKey: 'k', baseUrl: service.url, model: 'm', fetch });
    const before = service.connections();
    const answers = Array.from({ length: 12 }, (_call, at) =>
      collected(model.forKey(`key-${at}`).answer(request, never)),
    );
    expect((await Promise.all(answers)).every((deltas) => deltas.at(-1)?.type === 'finish')).toBe(true);
    expect(service.connections() - before).toBe(2);
    const keys = service.requests.slice(-12).map(({ apiKey }) => apiKey);
    expect(new Set(keys).size).toBe(12);
  });

  it.each([
    ['before the headers', { type: 'hang' }, { headersMs: 200, bodyIdleMs: 60_000 }],
    ['in the middle', { type: 'stall' }, { headersMs: 60_000, bodyIdleMs: 200 }],
  ] as const)('ends a silent call %s even where nobody else does', async (_name, fault, timers) => {
    const fetch = createVendorFetch(timers);
    const model = createAnthropicAnswerModel({
      apiKey: 'k',
      baseUrl: service.url,
      model: 'm',
      fetch,
      timers: { firstChunkMs: 60_000, idleMs: 60_000 },
    });
    service.failNext(fault);
    expect((await faultOf(collected(model.answer(request, never)))).isRetryable).toBe(true);
    await service.clientLeft();
  });

  it('refuses a body that it would spoil', () => {
    const fetch = createVendorFetch({ headersMs: 1_000, bodyIdleMs: 1_000 });
    expect(() => fetch(service.url, { method: 'POST', body: new FormData() })).toThrow('sends text alone');
  });
});
