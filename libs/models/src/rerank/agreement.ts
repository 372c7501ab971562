import type { ReadPassage } from './read-text.ts';
import type { Rarity } from './term-weights.ts';

/** A passage's stems as a unit vector: places in the vocabulary and the values there. */
interface Vector {
  readonly places: readonly number[];
  readonly values: readonly number[];
}

/** A passage that is heard. */
interface Voter {
  readonly voice: number;
  /** Its vector, a value for each word of the vocabulary. */
  readonly values: Float64Array;
}

// The best passages vote on what the subject is; a gap of 0.05 in the score so far costs a voter two thirds of its voice.
const MAX_VOTERS = 10;
const VOICE_TEMPERATURE = 0.05;
// Copies of one text are one voter.
const COPY_COSINE = 0.8;
// A voter agrees with itself by definition: for itself and its copies it counts half, so that the best keep a lead and no more.
const OWN_VOICE = 0.5;

/**
 * How much each passage says what the best ones say, 0 to 1: relevant passages resemble each other, passages that share
 * the query's words by chance do not. (Pseudo-relevance feedback, after Rocchio, with voices that fall off with the score.)
 */
export function agreementOf(
  passages: readonly ReadPassage[],
  rarity: Rarity,
  scores: readonly number[],
): number[] {
  const vocabulary = new Map<string, number>();
  const vectors = passages.map((passage) => vectorOf(passage, rarity, vocabulary));
  const voters = votersOf(vectors, scores, vocabulary.size);
  const agreement = vectors.map((vector) => votesFor(vector, voters));
  const most = Math.max(...agreement);
  return agreement.map((value) => (most > 0 ? value / most : 0));
}

function votersOf(vectors: readonly Vector[], scores: readonly number[], words: number): Voter[] {
  const ranked = vectors
    .map((vector, at) => ({ vector, score: scores[at] ?? 0 }))
    .toSorted((one, other) => other.score - one.score);
  const best = ranked[0]?.score ?? 0;
  const voters: Voter[] = [];
  for (const { vector, score } of ranked) {
    if (voters.length >= MAX_VOTERS) break;
    if (voters.some(({ values }) => product(vector, values) > COPY_COSINE)) continue;
    voters.push({ voice: Math.exp((score - best) / VOICE_TEMPERATURE), values: spread(vector, words) });
  }
  return voters;
}

const votesFor = (vector: Vector, voters: readonly Voter[]): number =>
  voters.reduce((sum, { voice, values }) => {
    const likeness = product(vector, values);
    return sum + voice * likeness * (likeness > COPY_COSINE ? OWN_VOICE : 1);
  }, 0);

/** 1 + ln(count) times rarity for each stem, made a unit vector. New stems get a place in the vocabulary. */
function vectorOf({ counts }: ReadPassage, rarity: Rarity, vocabulary: Map<string, number>): Vector {
  const places: number[] = [];
  const values: number[] = [];
  for (const [stem, count] of counts) {
    const place = vocabulary.get(stem) ?? vocabulary.size;
    vocabulary.set(stem, place);
    places.push(place);
    values.push((1 + Math.log(count)) * rarity.of(stem));
  }
  const length = Math.hypot(...values) || 1;
  return { places, values: values.map((value) => value / length) };
}

function spread({ places, values }: Vector, words: number): Float64Array {
  const spreadOut = new Float64Array(words);
  for (const [at, place] of places.entries()) spreadOut[place] = values[at] ?? 0;
  return spreadOut;
}

function product({ places, values }: Vector, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < places.length; at += 1) sum += (values[at] ?? 0) * (other[places[at] ?? 0] ?? 0);
  return sum;
}
