import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  batchEmbeddingVariables,
  chooseAnswerModels,
  chooseBatchEmbedder,
  chooseEmbedder,
  modelVariables,
} from './choose-models.ts';

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
