import { chooseAnswerModels, chooseEmbedder } from '@ragfleet/models';
import { readConfig } from '@ragfleet/service-runtime';
import { describe, expect, it } from 'vitest';
import { configSchema } from './config.ts';
import { openPrices } from './resilient-ports.ts';
import { answerSettings, handlerDefaults, laneSlots } from './settings.ts';

const REQUIRED = {
  QUEUE_REDIS_URL: 'redis://127.0.0.1:1',
  CACHE_REDIS_URL: 'redis://127.0.0.1:2',
  DATABASE_URL: 'postgres://127.0.0.1:3/x',
  RAGFLEET_MASTER_KEY: Buffer.alloc(32).toString('base64'),
};
const read = (env: NodeJS.ProcessEnv = {}) => readConfig(configSchema, { ...REQUIRED, ...env });

describe('config', () => {
  it('has the defaults of the product', () => {
    const config = read();
    expect(
      answerSettings(config, openPrices(config, chooseAnswerModels(config), chooseEmbedder(config))),
    ).toMatchObject({
      maxContextTokens: 4_000,
      maxOutputTokens: 1_000,
      targetLatencyMs: 5_000,
      isPiiDetectionOn: true,
      auditsAllQueries: true,
    });
    expect(handlerDefaults(config)).toEqual({ quality: 'standard', cacheTtlSeconds: 86_400 });
    expect(laneSlots(config)).toEqual({ reserved: { high: 2, normal: 1, low: 1 }, shared: 6 });
  });

  it('hands every key on', () => {
    const config = read({
      CACHE_TTL_HOURS: '1',
      MAX_CONTEXT_TOKENS: '3000',
      TARGET_LATENCY_MS: '100',
      QUALITY_THRESHOLD: 'high',
      ENABLE_PII_DETECTION: 'false',
      AUDIT_ALL_QUERIES: 'false',
      INTERNAL_EMAIL_DOMAINS: 'acme.com, acme.org',
      SHARED_SLOTS: '20',
    });
    expect(
      answerSettings(config, openPrices(config, chooseAnswerModels(config), chooseEmbedder(config))),
    ).toMatchObject({
      maxContextTokens: 3_000,
      targetLatencyMs: 100,
      isPiiDetectionOn: false,
      auditsAllQueries: false,
      internalEmailDomains: ['acme.com', 'acme.org'],
    });
    expect(handlerDefaults(config)).toEqual({ quality: 'high', cacheTtlSeconds: 3_600 });
    expect(laneSlots(config).shared).toBe(20);
  });

  it('does not start with a model that has no price, and says what to set', () => {
    const env = { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', DEFAULT_MODEL: 'llama3' };
    const prices = (config: ReturnType<typeof read>) =>
      openPrices(config, chooseAnswerModels(config), chooseEmbedder(config));
    expect(() => prices(read(env))).toThrow(/MODEL_PRICES has no price for llama3/);
    const priced = read({ ...env, MODEL_PRICES: '{"llama3": {"inputUsd": 0, "outputUsd": 0}}' });
    expect(prices(priced).models['llama3']).toEqual({ inputUsd: 0, outputUsd: 0 });
    expect(() => read({ MODEL_PRICES: 'cheap' })).toThrow(/MODEL_PRICES: must be a JSON object/);
  });

  it('counts money by the price list that is named', () => {
    const asOf = (env: Readonly<Record<string, string>>): string => {
      const config = read(env);
      return openPrices(config, chooseAnswerModels(config), chooseEmbedder(config)).asOf;
    };
    expect([asOf({}), asOf({ PRICE_LIST: '2025-11' })]).toEqual(['2026-11-01', '2025-11-01']);
    expect(() => read({ PRICE_LIST: 'yesterday' })).toThrow(/PRICE_LIST/);
  });
});
