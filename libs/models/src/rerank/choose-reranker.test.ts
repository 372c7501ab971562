import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { chooseReranker, rerankVariables } from './choose-reranker.ts';

const choose = (env: Record<string, string>) =>
  chooseReranker(z.object(rerankVariables).parse(env))?.name ?? null;

describe('choosing a reranker', () => {
  it('is local by default, also when a compose file passes empty texts', () => {
    expect(choose({})).toMatch(/^local-/);
    expect(choose({ RERANK_URL: '', RERANK_MODEL: ' ' })).toMatch(/^local-/);
  });

  it('is none when asked to', () => {
    expect(choose({ RERANKER: 'none' })).toBeNull();
  });

  it('is a service with its address and model', () => {
    const env = {
      RERANKER: 'http',
      RERANK_URL: 'https://api.cohere.com/v2/rerank',
      RERANK_MODEL: 'rerank-v3.5',
    };
    expect(choose(env)).toBe('rerank-v3.5');
  });

  it.each([
    [{ RERANKER: 'http' }, 'needs RERANK_URL and RERANK_MODEL'],
    [{ RERANKER: 'http', RERANK_URL: 'https://rerank.example/v1', RERANK_MODEL: '' }, 'needs RERANK_URL'],
    [{ RERANK_URL: 'there' }, 'must be a URL'],
    [{ RERANKER: 'magic' }, 'local'],
  ])('refuses %o', (env, message) => {
    expect(() => choose(env)).toThrow(message);
  });
});
