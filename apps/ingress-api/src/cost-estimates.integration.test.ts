import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';

let ingress: TestIngress;
let analyst: string;
let guest: string;

beforeAll(async () => {
  ingress = await startIngress({ MODEL_PRICES: '{"own/model": {"inputUsd": 1, "outputUsd": 1}}' });
  analyst = await ingress.keyFor({ role: 'analyst' });
  guest = await ingress.keyFor({ role: 'guest' });
});
afterAll(() => ingress.stop());

const NAIVE = {
  daily_queries: 50_000,
  avg_query_tokens: 30,
  avg_context_tokens: 4_000,
  avg_response_tokens: 500,
  model_distribution: { 'gpt-4o': 1 },
};
const estimate = (body: unknown, key = analyst) => ingress.call({ path: '/v1/costs/estimate', key, body });
const compare = (query: string, key = analyst) =>
  ingress.call({ path: `/v1/costs/vector-databases?${query}`, key });

describe('POST /v1/costs/estimate', () => {
  it('estimates a month of 50,000 questions a day from that number alone', async () => {
    expect(await estimate({ daily_queries: 50_000 })).toMatchObject({
      status: 200,
      body: {
        monthly_total: 5_899.5,
        cost_per_query: 0.003933,
        embedding_cost: 0,
        breakdown: {
          'gpt-4o-mini': { queries: 1_050_000, input_cost: 472.5, output_cost: 252, total: 724.5 },
          'gpt-4o': { queries: 450_000, input_cost: 3_375, output_cost: 1_800, total: 5_175 },
        },
        days: 30,
        prices_as_of: '2026-11-01',
      },
    });
  });

  it.each([
    [{}, 22_613.4],
    [{ days: 1 }, 753.78],
    [{ days: 365 }, 275_129.7],
    [{ factor: 0.35 }, 7_914.69],
    [{ daily_queries: 0 }, 0],
  ])('estimates the naive model with %j at %d dollars', async (changes, total) => {
    expect((await estimate({ ...NAIVE, ...changes })).body['monthly_total']).toBe(total);
  });

  it("estimates by the fleet's own prices, and takes shares as binary fractions make them", async () => {
    const model_distribution = { 'own/model': 0.1, 'gpt-4o': 0.2, 'local-extractive': 0.7 };
    const { status, body } = await estimate({ ...NAIVE, model_distribution });
    expect([status, body['breakdown']]).toMatchObject([
      200,
      { 'own/model': { total: 679.5 }, 'local-extractive': { total: 0 } },
    ]);
  });

  it('refuses a model without a price, and says which ones have one', async () => {
    const { status, body } = await estimate({ ...NAIVE, model_distribution: { 'gpt/9~': 1 } });
    expect([status, body['detail'], body['errors']]).toEqual([
      422,
      expect.stringContaining('MODEL_PRICES'),
      [
        {
          pointer: '/model_distribution/gpt~19~0',
          message: expect.stringMatching(/Priced are: .*gpt-4o-mini.*own\/model/) as string,
        },
      ],
    ]);
    expect(await estimate({ ...NAIVE, embedding_model: 'constructor' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/embedding_model' }] },
    });
  });

  it.each([
    [{ daily_queries: undefined }, '/daily_queries'],
    [{ daily_queries: -1 }, '/daily_queries'],
    [{ daily_queries: 1e10 }, '/daily_queries'],
    [{ avg_context_tokens: 1e9 }, '/avg_context_tokens'],
    [{ factor: -0.1 }, '/factor'],
    [{ days: 0 }, '/days'],
    [{ days: 367 }, '/days'],
    [{ days: 1.5 }, '/days'],
    [{ model_distribution: {} }, '/model_distribution'],
    [{ model_distribution: { 'gpt-4o': 0.5 } }, '/model_distribution'],
    [{ model_distribution: { 'gpt-4o': 0.5, 'gpt-4o-mini': 0.500_000_01 } }, '/model_distribution'],
    [{ model_distribution: { 'gpt-4o': 2, 'gpt-4o-mini': -1 } }, '/model_distribution/gpt-4o'],
    [
      { model_distribution: Object.fromEntries(Array.from({ length: 33 }, (_, at) => [`m${at}`, 1 / 33])) },
      '/model_distribution',
    ],
    [{ surprise: 1 }, '/surprise'],
  ])('refuses %j at %s', async (changes, pointer) => {
    const { status, body } = await estimate({ ...NAIVE, ...changes });
    expect([status, body['errors']]).toEqual([
      422,
      expect.arrayContaining([expect.objectContaining({ pointer })]),
    ]);
  });

  it('is for those who may read', async () => {
    expect((await estimate(NAIVE, guest)).status).toBe(403);
  });
});

describe('GET /v1/costs/vector-databases', () => {
  it('sorts a million vectors by price', async () => {
    const { status, body } = await compare('vectors=1000000&queries_per_month=1500000&dimension=1536');
    expect(status).toBe(200);
    expect(body).toEqual({
      storage_gb: 5.72,
      comparisons: [
        ['Pinecone serverless', 4.89],
        ['Qdrant Cloud', 25],
        ['Supabase pgvector', 25.72],
        ['self-hosted pgvector', 50],
        ['Pinecone pod s1', 70],
        ['Weaviate Cloud', 135],
      ].map(([service, monthly]) => ({ service, monthly, notes: expect.stringMatching(/\w/) as string })),
      cheapest: 'Pinecone serverless',
      most_expensive: 'Weaviate Cloud',
      prices_as_of: '2025-11-01',
    });
  });

  it('adds writes, and takes 1,536 for the dimension', async () => {
    const { body } = await compare('vectors=1000000&queries_per_month=1500000&writes_per_month=1000000');
    const [first] = z.array(z.unknown()).parse(body['comparisons']);
    expect(first).toMatchObject({ service: 'Pinecone serverless', monthly: 6.89 });
  });

  it.each([
    ['', '/vectors'],
    ['vectors=', '/vectors'],
    ['vectors=%20', '/vectors'],
    ['vectors=many', '/vectors'],
    ['vectors=-1', '/vectors'],
    ['vectors=1.5', '/vectors'],
    ['vectors=1e13', '/vectors'],
    ['vectors=1&dimension=0', '/dimension'],
    ['vectors=1&queries_per_month=', '/queries_per_month'],
    ['vectors=1&queries_per_month=-1', '/queries_per_month'],
    ['vectors=1&surprise=1', '/surprise'],
  ])('refuses "%s" at %s', async (query, pointer) => {
    expect(await compare(query)).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });

  it.each(['', 'vectors=many', 'vectors=1.5'])('says to %j which numbers it takes', async (query) => {
    expect((await compare(query)).body['errors']).toEqual([
      { pointer: '/vectors', message: 'Use a whole number from 0 on.' },
    ]);
  });

  it('is for those who may read', async () => {
    expect((await compare('vectors=1', guest)).status).toBe(403);
  });
});
