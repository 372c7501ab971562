import { queueKeys } from '@ragfleet/contracts';
import { createAnswerSettingsStore } from '@ragfleet/identity';
import { startAnthropicDouble } from '@ragfleet/test-support';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openConfiguredWorker } from './configured-worker.fixture.ts';

const { start, ask, double, asService, redis, sealer } = await openConfiguredWorker();
const SIMPLE = 'How many days of annual leave does an employee have?';
const last = (kind: 'answer' | 'embedding') => double.requests.findLast((request) => request.kind === kind);
const namesOf = (from: number) =>
  double.requests.slice(from).flatMap(({ kind, model }) => (kind === 'answer' ? [model] : []));

describe('variables of models', () => {
  it('OPENAI_API_KEY: the key that the service is called with', async () => {
    for (const key of ['key-one', 'key-two']) {
      await start({ ...asService, OPENAI_API_KEY: key });
      await ask(`${SIMPLE} Asked with ${key}.`);
      expect([last('answer')?.apiKey, last('embedding')?.apiKey]).toEqual([key, key]);
    }
  });

  it('OPENAI_BASE_URL: without it nothing is asked, with it that address', async () => {
    const before = double.requests.length;
    await start({});
    expect((await ask(SIMPLE)).result?.model).toBe('local-extractive');
    expect(double.requests).toHaveLength(before);
    await start({ OPENAI_BASE_URL: `${double.url}/v1`, DEFAULT_MODEL: 'gpt-4o-mini' });
    expect((await ask(SIMPLE)).result?.model).toBe('gpt-4o-mini');
    expect(double.requests.length).toBeGreaterThan(before);
  });

  it('DEFAULT_MODEL and PREMIUM_MODEL: who answers by the quality that is asked for', async () => {
    const env = { ...asService, DEFAULT_MODEL: 'gpt-4o-mini', PREMIUM_MODEL: 'gpt-4o' };
    const answeredBy = async (variables: Record<string, string>) => {
      await start({ ...env, ...variables });
      return (await ask(SIMPLE)).result?.model;
    };
    expect(await answeredBy({ QUALITY_THRESHOLD: 'basic' })).toBe('gpt-4o-mini');
    expect(await answeredBy({ QUALITY_THRESHOLD: 'basic', DEFAULT_MODEL: 'gpt-4o' })).toBe('gpt-4o');
    expect(await answeredBy({ QUALITY_THRESHOLD: 'high' })).toBe('gpt-4o');
    expect(await answeredBy({ QUALITY_THRESHOLD: 'high', PREMIUM_MODEL: 'gpt-4o-mini' })).toBe('gpt-4o-mini');
  });

  it('MODEL_LADDER: who is next when the first fails', async () => {
    double.failBy(({ kind, model }) =>
      kind === 'answer' && model === 'gpt-4o-mini' ? { type: 'status', status: 500 } : null,
    );
    onTestFinished(() => double.failBy(() => null));
    for (const next of ['gpt-4.1-mini', 'gpt-3.5-turbo']) {
      await start({ ...asService, MAX_RETRIES: '0', MODEL_LADDER: `gpt-4o,gpt-4o-mini,${next}` });
      expect((await ask(SIMPLE)).result?.model).toBe(next);
    }
  });

  it('OTHER_MODELS: whom a query may name', async () => {
    const settings = createAnswerSettingsStore({ redis, sealer });
    await settings.update('acme', (before) => ({ ...before, allowedModels: ['gpt-4.1'] }));
    onTestFinished(async () => void (await redis.del(queueKeys.answerSettings('acme'))));
    await start(asService);
    expect((await ask(SIMPLE, { model: 'gpt-4.1' })).status).toBe('failed');
    await start({ ...asService, OTHER_MODELS: 'gpt-4.1' });
    expect((await ask(SIMPLE, { model: 'gpt-4.1' })).result?.model).toBe('gpt-4.1');
  });

  it('MODEL_CONTEXT_WINDOWS: how much of the passages a model of one’s own is sent', async () => {
    const env = {
      ...asService,
      DEFAULT_MODEL: 'own',
      PREMIUM_MODEL: 'own',
      MODEL_PRICES: '{"own": {"inputUsd": 1, "outputUsd": 1}}',
      MAX_OUTPUT_TOKENS: '100',
    };
    const sent: number[] = [];
    for (const tokens of [1_000, 100_000]) {
      await start({ ...env, MODEL_CONTEXT_WINDOWS: `{"own": ${tokens}}` });
      await ask(SIMPLE);
      sent.push(last('answer')?.texts.join('').length ?? 0);
    }
    expect(sent[0]).toBeGreaterThan(0);
    expect(sent[1]).toBeGreaterThan((sent[0] ?? 0) * 1.5);
  });

  it('EMBEDDING_MODEL and EMBEDDING_DIMENSION: what turns a question into a vector, and how long it is', async () => {
    await start({ ...asService, EMBEDDING_MODEL: 'text-embedding-3-large', EMBEDDING_DIMENSION: '256' });
    await ask(`${SIMPLE} Asked once.`);
    expect(last('embedding')).toMatchObject({ model: 'text-embedding-3-large', body: { dimensions: 256 } });
    await start({ ...asService, EMBEDDING_MODEL: 'text-embedding-3-large', EMBEDDING_DIMENSION: '3072' });
    await ask(`${SIMPLE} Asked twice.`);
    expect(last('embedding')).toMatchObject({ body: { dimensions: 3_072 } });
    const before = double.requests.filter(({ kind }) => kind === 'embedding').length;
    await start({ ...asService, EMBEDDING_MODEL: 'local' });
    await ask(`${SIMPLE} Asked thrice.`);
    expect(double.requests.filter(({ kind }) => kind === 'embedding')).toHaveLength(before);
  });

  it('ANTHROPIC_API_KEY and ANTHROPIC_BASE_URL: the key and the address of models named claude', async () => {
    const [one, two] = [await startAnthropicDouble(), await startAnthropicDouble()];
    onTestFinished(async () => void (await Promise.all([one.stop(), two.stop()])));
    await start({ ANTHROPIC_API_KEY: 'key-one', ANTHROPIC_BASE_URL: one.url });
    await ask(SIMPLE);
    expect([one, two].map(({ requests }) => requests.map(({ apiKey }) => apiKey))).toEqual([['key-one'], []]);
    await start({ ANTHROPIC_API_KEY: 'key-two', ANTHROPIC_BASE_URL: two.url });
    await ask(SIMPLE);
    expect(two.requests.map(({ apiKey }) => apiKey)).toEqual(['key-two']);
  });

  it('AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_API_KEY and AZURE_OPENAI_API_VERSION: where a deployment is asked, and how', async () => {
    const azure = {
      MODEL_LADDER: 'azure:prod',
      MODEL_PRICES: '{"azure:prod": {"inputUsd": 1, "outputUsd": 1}}',
    };
    const before = double.requests.length;
    for (const [key, version] of [
      ['key-one', '2024-10-21'],
      ['key-two', '2025-01-01-preview'],
    ] as const) {
      await start({
        ...azure,
        AZURE_OPENAI_ENDPOINT: double.url,
        AZURE_OPENAI_API_KEY: key,
        AZURE_OPENAI_API_VERSION: version,
      });
      await ask(SIMPLE);
      expect(last('answer')).toMatchObject({ apiKey: key, model: 'prod' });
      expect(last('answer')?.path).toContain(
        `/openai/deployments/prod/chat/completions?api-version=${version}`,
      );
    }
    const asked = double.requests.length;
    expect(asked).toBeGreaterThan(before);
    await start({ ...azure, AZURE_OPENAI_ENDPOINT: 'http://127.0.0.1:9', AZURE_OPENAI_API_KEY: 'k' });
    await ask(SIMPLE);
    expect(double.requests).toHaveLength(asked);
  });

  it('MAX_OUTPUT_TOKENS: how long an answer may get', async () => {
    const limits: unknown[] = [];
    for (const tokens of ['50', '700']) {
      await start({ ...asService, MAX_OUTPUT_TOKENS: tokens });
      await ask(SIMPLE);
      const { max_completion_tokens: newer, max_tokens: older } = last('answer')?.body ?? {};
      limits.push(newer ?? older);
    }
    expect(limits).toEqual([50, 700]);
  });

  it('MAX_CONTEXT_TOKENS: how much of the passages stands in a prompt', async () => {
    const sent: number[] = [];
    for (const tokens of ['200', '4000']) {
      await start({ ...asService, MAX_CONTEXT_TOKENS: tokens });
      await ask(SIMPLE);
      sent.push(last('answer')?.texts.join('').length ?? 0);
    }
    expect(sent[1]).toBeGreaterThan((sent[0] ?? 0) * 2);
  });

  it('TARGET_LATENCY_MS: a question that is later than that gets the faster model', async () => {
    const env = { ...asService, QUALITY_THRESHOLD: 'high' };
    await start({ ...env, TARGET_LATENCY_MS: '600000' });
    expect((await ask(SIMPLE)).result?.model).toBe('gpt-4o');
    await start({ ...env, TARGET_LATENCY_MS: '1' });
    expect((await ask(SIMPLE)).result?.model).toBe('gpt-4o-mini');
  });

  it('QUALITY_THRESHOLD: the quality of a query that names none', async () => {
    const answeredBy: (string | null | undefined)[] = [];
    for (const quality of ['basic', 'high']) {
      await start({ ...asService, QUALITY_THRESHOLD: quality });
      answeredBy.push((await ask(SIMPLE)).result?.model);
    }
    expect(answeredBy).toEqual(['gpt-4o-mini', 'gpt-4o']);
  });

  it('MAX_RETRIES: how often a model that failed is asked again', async () => {
    double.failBy(({ kind }) => (kind === 'answer' ? { type: 'status', status: 500 } : null));
    onTestFinished(() => double.failBy(() => null));
    const tries: number[] = [];
    for (const retries of ['0', '1']) {
      await start({ ...asService, MODEL_LADDER: 'gpt-4o-mini', MAX_RETRIES: retries });
      const before = double.requests.length;
      await ask(SIMPLE);
      tries.push(namesOf(before).length);
    }
    expect(tries).toEqual([1, 2]);
  });

  it('MODEL_PRICES: what an answer is counted at', async () => {
    const costs: number[] = [];
    for (const usd of [1, 10]) {
      const prices = `{"gpt-4o-mini": {"inputUsd": ${usd}, "outputUsd": ${usd}}}`;
      await start({ ...asService, EMBEDDING_MODEL: 'local', MODEL_PRICES: prices });
      costs.push((await ask(SIMPLE)).result?.cost_usd ?? 0);
    }
    expect(costs[0]).toBeGreaterThan(0);
    expect(costs[1]).toBeGreaterThan((costs[0] ?? 0) * 9);
  });

  it('PRICE_LIST: the prices of models of which nothing else is said', async () => {
    const claude = await startAnthropicDouble();
    onTestFinished(() => claude.stop());
    const costs: number[] = [];
    for (const list of ['2025-11', '2026-11']) {
      const env = {
        ANTHROPIC_API_KEY: 'k',
        ANTHROPIC_BASE_URL: claude.url,
        MODEL_LADDER: 'claude-3-5-haiku',
      };
      await start({ ...env, PRICE_LIST: list });
      costs.push((await ask(SIMPLE)).result?.cost_usd ?? 0);
    }
    expect(costs[0]).toBeGreaterThan(0);
    expect(costs[1]).toBeGreaterThan((costs[0] ?? 0) * 2);
  });
});
