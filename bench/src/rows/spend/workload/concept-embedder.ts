import type { Embedder } from '@ragfleet/rag-core';
import { seededNumbers } from '@ragfleet/test-support';
import { createHash } from 'node:crypto';
import { knownAt, type KnownWord, type WordKind } from './thesaurus/thesaurus.ts';
import { wordsOf } from './thesaurus/words-of.ts';

const DIMENSION = 128;
const MAX_CACHED_WORDS = 20_000;

interface Weights {
  /** How much a word moves the vector of its text. */
  readonly weight: number;
  /** Cosine of two words of nearly the same meaning. */
  readonly synonyms: number;
  /** Cosine of two words of one topic, and of two numbers, names, dates or units. */
  readonly relatives: number;
}

/** Chosen on the tuning half: see the quartiles that `tuning-main.ts` prints. */
const WEIGHTS: Readonly<Record<WordKind, Weights>> = {
  content: { weight: 1, synonyms: 0.95, relatives: 0.55 },
  frame: { weight: 0.35, synonyms: 0.95, relatives: 0.3 },
  comparative: { weight: 0.45, synonyms: 0.95, relatives: 0.6 },
  unit: { weight: 0.4, synonyms: 0.97, relatives: 0.7 },
  date: { weight: 0.45, synonyms: 0.97, relatives: 0.75 },
  number: { weight: 0.4, synonyms: 0.97, relatives: 0.75 },
  name: { weight: 0.6, synonyms: 0.97, relatives: 0.7 },
  negation: { weight: 0.25, synonyms: 0.9, relatives: 0.5 },
  function: { weight: 0.12, synonyms: 0.9, relatives: 0 },
};

/** What all questions share: models say 0.1 to 0.4 of two that have nothing to do with each other. */
const COMMON_WEIGHT = 0.65;
/** Two words side by side: the order of words moves a vector a little. */
const PAIR_WEIGHT = 0.12;

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
  addTo(
    sum,
    cachedOf('common', () => directionOf('any question')),
    COMMON_WEIGHT,
  );
  const words = expressionsOf(text);
  for (const { word, known } of words)
    addTo(
      sum,
      cachedOf(`${known.kind} ${word}`, () => vectorOf(word, known)),
      1,
    );
  const heavy = words.filter(({ known }) => known.kind !== 'function');
  for (const [at, { known }] of heavy.entries()) {
    const pair = `${heavy[at - 1]?.known.meaning} ${known.meaning}`;
    if (at > 0)
      addTo(
        sum,
        cachedOf(pair, () => directionOf(pair)),
        PAIR_WEIGHT,
      );
  }
  return unit(sum);
}

const cached = new Map<string, Float32Array>();

function cachedOf(key: string, make: () => Float32Array): Float32Array {
  const kept = cached.get(key);
  if (kept !== undefined) return kept;
  if (cached.size >= MAX_CACHED_WORDS) cached.clear();
  const made = make();
  cached.set(key, made);
  return made;
}

interface Expression {
  readonly word: string;
  readonly known: KnownWord;
}

function expressionsOf(text: string): Expression[] {
  const words = wordsOf(text);
  const found: Expression[] = [];
  for (let at = 0; at < words.length; ) {
    const { known, length } = knownAt(words, at) ?? { known: unknown(words[at] ?? ''), length: 1 };
    found.push({ known, word: words.slice(at, at + length).join('_') });
    at += length;
  }
  return found;
}

const unknown = (word: string): KnownWord =>
  /\p{N}/u.test(word)
    ? { kind: 'number', topic: 'number', meaning: `number ${word}` }
    : { kind: 'content', topic: `content ${word}`, meaning: `content ${word}` };

function vectorOf(word: string, { kind, topic, meaning }: KnownWord): Float32Array {
  const { weight, synonyms, relatives } = WEIGHTS[kind];
  const made = new Float32Array(DIMENSION);
  addTo(made, directionOf(`topic ${topic}`), weight * Math.sqrt(relatives));
  addTo(made, directionOf(`meaning ${meaning}`), weight * Math.sqrt(synonyms - relatives));
  addTo(made, directionOf(`word ${word}`), weight * Math.sqrt(1 - synonyms));
  return made;
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
