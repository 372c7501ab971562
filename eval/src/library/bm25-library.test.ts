import { describe, expect, it } from 'vitest';
import { createBm25Library } from './bm25-library.ts';

const documents = [
  { id: 'short', title: '', text: 'parking garage' },
  {
    id: 'long',
    title: '',
    text: 'parking garage tickets visitors levels hours prices cameras barriers exits',
  },
  { id: 'twice', title: 'parking', text: 'parking garage tickets' },
  { id: 7, title: '', text: 'bicycle racks' },
];

describe('createBm25Library', () => {
  it('ranks as BM25 does, over title and text, with stems and without stop words', () => {
    const search = createBm25Library(documents);
    // Length mean 4.5; norm = 0.25 + 0.75 × length / mean; tf × 2.2 / (tf + 1.2 × norm):
    // twice (2, length 4) 1.431, short (1, length 2) 1.298, long (1, length 10) 0.666.
    expect(search('the parks', 10)).toEqual(['twice', 'short', 'long']);
    expect(search('bicycles', 10)).toEqual(['7']);
    expect(search('parking', 1)).toEqual(['twice']);
    expect(search('nothing of it', 10)).toEqual([]);
  });
  it.each([0, 1, 2])(
    'ranks among %i documents, fewer than the library takes, and finds no other',
    (count) => {
      const search = createBm25Library(documents.slice(0, count));
      expect(search('parking garages', 10)).toEqual(['short', 'long'].slice(0, count));
      expect(search('', 10)).toEqual([]);
      expect(search('bicycle', 10)).toEqual([]);
    },
  );
});
