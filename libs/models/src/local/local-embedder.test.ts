import { describe, expect, it } from 'vitest';
import { createLocalEmbedder } from './local-embedder.ts';

const embedder = createLocalEmbedder();
const signal = new AbortController().signal;
const embed = async (...texts: string[]): Promise<Float32Array[]> =>
  (await embedder.embed(texts, 'passage', signal)).vectors;
const none = new Float32Array();
const cosine = (one: Float32Array = none, other: Float32Array = none): number =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);

describe('createLocalEmbedder', () => {
  it('says what it is in its name and gives unit vectors of its dimension', async () => {
    expect(embedder.model).toBe(`local-hash-${embedder.dimension}`);
    const vectors = await embed('Annual leave is 27 days.', 'of the and', '…', '年次休暇は二十七日です', '');
    for (const vector of vectors) {
      expect(vector).toHaveLength(embedder.dimension);
      expect(cosine(vector, vector)).toBeCloseTo(1, 5);
    }
  });

  it('gives the same vector for the same text, in any batch', async () => {
    const [alone] = await embed('Expenses are claimed within 30 days.');
    const many = await embed(
      ...Array.from({ length: 40 }, (_text, at) => `filler ${at}`),
      'Expenses are claimed within 30 days.',
    );
    expect(many.at(-1)).toEqual(alone);
  });

  it('brings inflections, misspellings and word order nearer than another topic', async () => {
    const [leave, inflected, misspelt, other] = await embed(
      'How do I request parental leave?',
      'requesting parental leaves',
      'how to requst parentel leave',
      'How do I change the printer cartridge?',
    );
    expect(cosine(leave, inflected)).toBeGreaterThan(0.6);
    expect(cosine(leave, misspelt)).toBeGreaterThan(cosine(leave, other) + 0.1);
    expect(cosine(leave, other)).toBeLessThan(0.15);
  });

  it('finds shared words in scripts without spaces', async () => {
    const [question, answer, other] = await embed(
      '年次休暇は何日ですか',
      '年次休暇は二十七日です',
      '火山の噴火を観測した',
    );
    expect(cosine(question, answer)).toBeGreaterThan(cosine(question, other) + 0.2);
  });

  it('stops when it is aborted', async () => {
    await expect(embedder.embed(['text'], 'query', AbortSignal.abort(new Error('stop')))).rejects.toThrow(
      'stop',
    );
  });
});
