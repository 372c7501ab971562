import { createHash } from 'node:crypto';
import type { Embedder } from '../ports/models.ts';
import type { Logger } from '../ports/operations.ts';

const DIMENSION = 64;

/** A bag of hashed words: near texts share words. Every call is remembered. */
export function createWordEmbedder(): Embedder & { readonly calls: string[][] } {
  const calls: string[][] = [];
  return {
    calls,
    model: 'words',
    dimension: DIMENSION,
    maxTextsPerRequest: 3,
    maxTokensPerRequest: 1_000,
    maxTokensPerText: 1_000,
    fusionWeight: 0.5,
    semanticThreshold: 0.95,
    embed: async (texts, _purpose, signal) => {
      signal.throwIfAborted();
      calls.push([...texts]);
      return { vectors: texts.map(vectorOf), tokens: texts.length };
    },
  };
}

function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(DIMENSION);
  for (const word of text.toLowerCase().match(/\w+/g) ?? ['']) {
    const at = (createHash('md5').update(word).digest()[0] ?? 0) % DIMENSION;
    vector[at] = (vector[at] ?? 0) + 1;
  }
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

export const quietLogger: Logger = { info: () => {}, warn: () => {}, error: () => {} };
