import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { chooseAnswerModels, chooseBatchEmbedder, chooseEmbedder } from './choose-models.ts';
import { batchEmbeddingVariables, modelVariables } from './model-variables.ts';

const choice = (env: Record<string, string>) => z.object(modelVariables).parse(env);
const ladder = (env: Record<string, string>): string[] => {
  const { standard, premium, fallbacks } = chooseAnswerModels(choice(env));
  return [standard, premium, ...fallbacks].map(({ name }) => name);
};

describe('choosing models', () => {
  it('stays local without a key and without an address, also when both are empty texts', () => {
    const env = { OPENAI_API_KEY: '', OPENAI_BASE_URL: ' ' };
    expect(ladder(env)).toEqual(['local-extractive', 'local-extractive']);
    expect(chooseEmbedder(choice(env)).model).toBe('local-hash-1024');
  });

  it('takes the models of OpenAI with a key', () => {
    expect(ladder({ OPENAI_API_KEY: 'k' })).toEqual(['gpt-4o-mini', 'gpt-4o', 'gpt-3.5-turbo']);
    expect(chooseEmbedder(choice({ OPENAI_API_KEY: 'k' }))).toMatchObject({
      model: 'text-embedding-3-small',
      dimension: 1_536,
    });
  });

  it('takes the named models of a service of one’s own', () => {
    const env = {
      OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1',
      DEFAULT_MODEL: 'llama3.2',
      EMBEDDING_MODEL: 'nomic-embed-text',
      EMBEDDING_DIMENSION: '768',
    };
    expect(ladder(env)).toEqual(['llama3.2', 'llama3.2']);
    expect(chooseEmbedder(choice(env))).toMatchObject({ model: 'nomic-embed-text', dimension: 768 });
  });

  it('takes the models of Anthropic with a key, beside embeddings in the process', () => {
    const env = { ANTHROPIC_API_KEY: 'k' };
    expect(ladder(env)).toEqual(['claude-haiku-5-5', 'claude-sonnet-5-5']);
    expect(chooseEmbedder(choice(env)).model).toBe('local-hash-1024');
  });

  it('falls back to the other vendor before the last resort', () => {
    expect(ladder({ OPENAI_API_KEY: 'k', ANTHROPIC_API_KEY: 'k' })).toEqual([
      'gpt-4o-mini',
      'gpt-4o',
      'claude-haiku-5-5',
      'gpt-3.5-turbo',
    ]);
  });

  it('takes a ladder of any vendors, best first', () => {
    const env = {
      OPENAI_API_KEY: 'k',
      ANTHROPIC_API_KEY: 'k',
      AZURE_OPENAI_ENDPOINT: 'https://r.openai.azure.com',
      AZURE_OPENAI_API_KEY: 'k',
      MODEL_LADDER: 'claude-opus-4-8, azure:prod-4o,gpt-4o-mini, local-extractive,gpt-4o-mini,',
    };
    expect(ladder(env)).toEqual(['azure:prod-4o', 'claude-opus-4-8', 'gpt-4o-mini', 'local-extractive']);
    const { premium, standard, fallbacks } = chooseAnswerModels(choice(env));
    expect([premium, standard, ...fallbacks].map(({ vendor }) => vendor)).toEqual([
      'anthropic',
      'azure',
      'openai',
      'local',
    ]);
    expect(ladder({ ...env, DEFAULT_MODEL: 'gpt-4o-mini' })).toEqual([
      'gpt-4o-mini',
      'claude-opus-4-8',
      'azure:prod-4o',
      'local-extractive',
    ]);
  });

  it('takes a ladder of one model for everything, and makes it once', () => {
    const { standard, premium, fallbacks } = chooseAnswerModels(
      choice({ OPENAI_API_KEY: 'k', MODEL_LADDER: 'gpt-4.1' }),
    );
    expect(standard).toBe(premium);
    expect(fallbacks).toEqual([]);
  });

  it('offers further models that are in no rung', () => {
    const env = { OPENAI_API_KEY: 'k', OTHER_MODELS: 'gpt-4.1,gpt-4o' };
    expect(chooseAnswerModels(choice(env)).others.map(({ name }) => name)).toEqual(['gpt-4.1']);
  });

  it('asks a gateway for whatever model it is named', () => {
    const env = { OPENAI_BASE_URL: 'http://127.0.0.1:4000/v1', MODEL_LADDER: 'claude-opus-4-8,llama3.2' };
    const { premium, standard } = chooseAnswerModels(choice(env));
    expect([premium.vendor, standard.vendor]).toEqual(['openai', 'openai']);
  });

  it('takes context windows of models that it does not know', () => {
    const env = {
      OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1',
      MODEL_LADDER: 'llama3.2,constructor',
      MODEL_CONTEXT_WINDOWS: '{"llama3.2": 8192}',
    };
    const { premium, standard } = chooseAnswerModels(choice(env));
    expect([premium, standard].map(({ contextWindowTokens }) => contextWindowTokens)).toEqual([
      8_192, 128_000,
    ]);
    expect(() => choice({ MODEL_CONTEXT_WINDOWS: '{"m": 0}' })).toThrow('must be a JSON object');
  });

  it.each([
    [{ OPENAI_API_KEY: 'k', MODEL_LADDER: 'claude-opus-4-8' }, 'ANTHROPIC_API_KEY'],
    [{ ANTHROPIC_API_KEY: 'k', MODEL_LADDER: 'gpt-4o' }, 'OPENAI_API_KEY'],
    [{ OPENAI_API_KEY: 'k', OTHER_MODELS: 'azure:prod' }, 'AZURE_OPENAI_ENDPOINT'],
    [{ OPENAI_API_KEY: 'k', DEFAULT_MODEL: 'llama3.2' }, 'OPENAI_BASE_URL'],
    [{ AZURE_OPENAI_ENDPOINT: 'https://r.openai.azure.com' }, 'AZURE_OPENAI_API_KEY'],
    [{ AZURE_OPENAI_ENDPOINT: 'https://r.openai.azure.com', AZURE_OPENAI_API_KEY: 'k' }, 'MODEL_LADDER'],
  ])('does not start with %j, and says to set %s', (env, fix) => {
    expect(() => chooseAnswerModels(choice(env))).toThrow(fix);
  });

  it('takes an embedding deployment of Azure', () => {
    const env = {
      AZURE_OPENAI_ENDPOINT: 'https://r.openai.azure.com',
      AZURE_OPENAI_API_KEY: 'k',
      EMBEDDING_MODEL: 'azure:embeddings',
    };
    expect(chooseEmbedder(choice(env))).toMatchObject({ model: 'azure:embeddings', dimension: 1_536 });
  });

  it('keeps embeddings in the process when asked to', () => {
    expect(chooseEmbedder(choice({ OPENAI_API_KEY: 'k', EMBEDDING_MODEL: 'local' })).model).toBe(
      'local-hash-1024',
    );
  });

  it('refuses an address that is none', () => {
    expect(() => choice({ OPENAI_BASE_URL: 'here' })).toThrow('must be a URL');
  });

  it.each([
    ['without the option', { OPENAI_API_KEY: 'k' }],
    ['without a service', { EMBEDDING_BATCH_API: 'true' }],
    [
      'for the local embedder',
      { EMBEDDING_BATCH_API: 'true', OPENAI_API_KEY: 'k', EMBEDDING_MODEL: 'local' },
    ],
  ])('has no batch API %s', (_name, env) => {
    const schema = z.object({ ...modelVariables, ...batchEmbeddingVariables });
    expect(chooseBatchEmbedder(schema.parse(env))).toBeNull();
    expect(
      chooseBatchEmbedder(
        schema.parse({ ...env, OPENAI_API_KEY: 'k', EMBEDDING_MODEL: 'm', EMBEDDING_BATCH_API: 'true' }),
      )?.model,
    ).toBe('m');
  });
});
