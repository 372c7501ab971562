import { startOpenAiDouble, type ModelDouble } from '@ragfleet/test-support';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { collected, faultOf, never, request } from '../vendor/vendors.fixture.ts';
import { createAzureAnswerModel } from './azure-answer-model.ts';
import { createAzureEmbedder } from './azure-embedder.ts';

let service: ModelDouble;
beforeAll(async () => {
  service = await startOpenAiDouble();
});
afterAll(() => service.stop());
afterEach(() => vi.unstubAllEnvs());

const resource = () => ({ apiKey: 'azure-key', endpoint: `${service.url}/`, apiVersion: '2024-10-21' });

describe('models of Azure OpenAI', () => {
  it('are reached by deployment and version of the API, under the header that Azure reads', async () => {
    const model = createAzureAnswerModel({ ...resource(), deployment: 'gpt-4o-eu' });
    await collected(model.answer(request, never));
    expect(model).toMatchObject({ name: 'azure:gpt-4o-eu', contextWindowTokens: 128_000 });
    expect(service.requests.at(-1)).toMatchObject({
      path: '/openai/deployments/gpt-4o-eu/chat/completions?api-version=2024-10-21',
      apiKey: 'azure-key',
      body: { max_completion_tokens: 1_000, temperature: 0 },
    });
  });

  it('are reached beside a service that OPENAI_BASE_URL names', async () => {
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:9/v1');
    const model = createAzureAnswerModel({ ...resource(), deployment: 'gpt-4o-eu' });
    expect((await collected(model.answer(request, never))).at(-1)).toMatchObject({ type: 'finish' });
  });

  it('embed too, in the dimension that was asked for', async () => {
    const embedder = createAzureEmbedder({
      ...resource(),
      deployment: 'text-embedding-3-small',
      dimension: 64,
    });
    const { vectors, tokens } = await embedder.embed(['one', 'two'], 'passage', never);
    expect(embedder.model).toBe('azure:text-embedding-3-small');
    expect(vectors.map(({ length }) => length)).toEqual([64, 64]);
    expect(tokens).toBe(service.bill.at(-1)?.inputTokens);
    expect(service.requests.at(-1)?.path).toMatch(
      /^\/openai\/deployments\/text-embedding-3-small\/embeddings\?/,
    );
  });

  it('name their own variables when they refuse a key', async () => {
    service.failNext({ type: 'status', status: 401 });
    const model = createAzureAnswerModel({ ...resource(), deployment: 'd' });
    expect((await faultOf(collected(model.answer(request, never)))).message).toContain(
      'AZURE_OPENAI_API_KEY',
    );
  });
});
