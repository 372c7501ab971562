import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexNameOf } from './pinecone/index-name.ts';
import { spaceName } from './space-name.ts';

describe('the name of a space', () => {
  it('can be read', () => {
    expect(indexNameOf('ragfleet', 'text-embedding-3-small', 1_536)).toMatch(
      /^ragfleet-text-embedding-[0-9a-f]{8}$/,
    );
    expect(spaceName('text-embedding-3-small', 1_536)).toMatch(
      /^vectors_text_embedding_3_small_1536_[0-9a-f]{8}$/,
    );
  });
  it('differs by model and dimension, also where they read alike', () => {
    const spaces = [
      ['m-1', 2],
      ['M_1', 2],
      ['m-1', 3],
      ['人', 2],
      ['事', 2],
    ] as const;
    expect(new Set(spaces.map(([model, dimension]) => indexNameOf('p', model, dimension))).size).toBe(5);
    expect(new Set(spaces.map(([model, dimension]) => spaceName(model, dimension))).size).toBe(5);
  });
  it('is one that the store takes, whatever the model is called', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (prefix, model) => {
        expect(indexNameOf(prefix, model, 1_536)).toMatch(/^[a-z0-9]([a-z0-9-]{0,43}[a-z0-9])?$/);
        expect(spaceName(model, 1_536)).toMatch(/^[a-z0-9_]{1,54}$/);
      }),
    );
  });
});
