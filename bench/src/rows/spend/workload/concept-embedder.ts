import type { Embedder } from '@ragfleet/rag-core';
import { seededNumbers } from '@ragfleet/test-support';
import { createHash } from 'node:crypto';
import { conceptOf, FUNCTION_WORDS } from './thesaurus.ts';

const DIMENSION = 128;
const MAX_CACHED_WORDS = 20_000;

/** How much a word weighs in a question, and how much of it is shared with its like. Chosen once, on the tuning half. */
const WEIGHTS = {
  content: { weight: 1, shared: 0.95 },
  function: { weight: 0.15, shared: 0 },
  number: { weight: 0.45, shared: 0.8 },
  name: { weight: 0.6, shared: 0.7 },
} as const;

/** What all questions share: models say 0.2 to 0.4 of two that have nothing to do with each other. */
const COMMON_WEIGHT = 1.5;

/**
 * An embedder whose mistakes are those of real ones, the same in every run: words with one meaning are near, and so are
 * questions that differ in a number, a name, a negation or an opposite. Cosine alone cannot tell those apart.
 * Priced as text-embedding-3-small, at the tokens of the cost model.
 */
export function createConceptEmbedder(options: {
  readonly semanticThreshold: number;
  readonly tokensPerQuestion: number;
}): Embedder {
  return {
    model: 'text-embedding-3-small',
    dimension: DIMENSION,
    maxTextsPerRequest: 2_048,
    maxTokensPerRequest: 300_000,
    maxTokensPerText: 8_192,
    fusionWeight: 0.5,
    semanticThreshold: options.semanticThreshold,
    embed: async (texts) => ({
      vectors: texts.map(embedByConcepts),
      tokens: texts.length * options.tokensPerQuestion,
    }),
  };
}

/** A vector of unit length. */
export function embedByConcepts(text: string): Float32Array {
  const sum = new Float32Array(DIMENSION);
  addTo(sum, COMMON, COMMON_WEIGHT);
  const words = text.match(/[\p{L}\p{N}€$][\p{L}\p{N}.,'-]*/gu) ?? [];
  for (const [at, word] of words.entries()) addTo(sum, vectorOfWord(word.replace(/[.,]+$/, ''), at === 0), 1);
  return unit(sum);
}

const COMMON = directionOf('any question');
const vectors = new Map<string, Float32Array>();

function vectorOfWord(word: string, isFirst: boolean): Float32Array {
  const key = `${isFirst} ${word}`;
  const known = vectors.get(key);
  if (known !== undefined) return known;
  if (vectors.size >= MAX_CACHED_WORDS) vectors.clear();
  const made = makeWord(word, isFirst);
  vectors.set(key, made);
  return made;
}

function makeWord(word: string, isFirst: boolean): Float32Array {
  const lower = word.toLowerCase();
  const kind = kindOf(word, isFirst);
  const { weight, shared } = WEIGHTS[kind];
  const concept = kind === 'content' ? conceptOf(lower) : null;
  const common = concept === null && kind === 'content' ? 0 : shared;
  const made = new Float32Array(DIMENSION);
  addTo(made, directionOf(`shared ${concept ?? kind}`), weight * common);
  addTo(made, directionOf(`word ${lower}`), weight * Math.sqrt(1 - common ** 2));
  return made;
}

function kindOf(word: string, isFirst: boolean): keyof typeof WEIGHTS {
  const lower = word.toLowerCase();
  if (/\p{N}/u.test(word)) return 'number';
  if (FUNCTION_WORDS.has(lower)) return 'function';
  return conceptOf(lower) === null && !isFirst && /^\p{Lu}/u.test(word) ? 'name' : 'content';
}

/** A direction of its own for every name, the same in every run. */
function directionOf(name: string): Float32Array {
  const random = seededNumbers(createHash('sha256').update(name).digest().readInt32LE());
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return unit(Float32Array.from({ length: DIMENSION }, normal));
}

function addTo(sum: Float32Array, vector: Float32Array, weight: number): void {
  for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) + weight * (vector[at] ?? 0);
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}
