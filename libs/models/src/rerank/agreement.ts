import type { ReadPassage } from './read-text.ts';
import type { Rarity } from './term-weights.ts';
import type { SlicedWork } from './sliced-work.ts';

/** A passage's stems as a unit vector: the stems and the values there. */
interface Vector {
  readonly stems: readonly number[];
  readonly values: readonly number[];
}

/** A passage that is heard. */
interface Voter {
  readonly voice: number;
  /** Its vector, a value for each stem that there is. */
  readonly values: Float64Array;
}

// The best passages vote on what the subject is; a gap of 0.05 in the score so far costs a voter two thirds of its voice.
const MAX_VOTERS = 10;
const VOICE_TEMPERATURE = 0.05;
// Copies of one text are one voter.
const COPY_COSINE = 0.8;
// A voter agrees with itself by definition: for itself and its copies it counts half, so that the best keep a lead and no more.
const OWN_VOICE = 0.5;

export interface Scored {
  readonly passages: readonly ReadPassage[];
  /** How many stems the passages were numbered with. */
  readonly stems: number;
  readonly rarity: Rarity;
  /** Of each passage so far. */
  readonly scores: readonly number[];
}

/**
 * How much each passage says what the best ones say, 0 to 1: relevant passages resemble each other, passages that share
 * the query's words by chance do not. (Pseudo-relevance feedback, after Rocchio, with voices that fall off with the score.)
 */
export async function agreementOf(scored: Scored, work: SlicedWork): Promise<number[]> {
  const vectors = await work.map(scored.passages, (passage) => vectorOf(passage, scored.rarity));
  const voters = votersOf(vectors, scored);
  const agreement = await work.map(vectors, (vector) => votesFor(vector, voters));
  const most = Math.max(...agreement);
  return agreement.map((value) => (most > 0 ? value / most : 0));
}

function votersOf(vectors: readonly Vector[], { scores, stems }: Scored): Voter[] {
  const ranked = vectors
    .map((vector, at) => ({ vector, score: scores[at] ?? 0 }))
    .toSorted((one, other) => other.score - one.score);
  const best = ranked[0]?.score ?? 0;
  const voters: Voter[] = [];
  for (const { vector, score } of ranked) {
    if (voters.length >= MAX_VOTERS) break;
    if (voters.some(({ values }) => product(vector, values) > COPY_COSINE)) continue;
    voters.push({ voice: Math.exp((score - best) / VOICE_TEMPERATURE), values: spread(vector, stems) });
  }
  return voters;
}

const votesFor = (vector: Vector, voters: readonly Voter[]): number =>
  voters.reduce((sum, { voice, values }) => {
    const likeness = product(vector, values);
    return sum + voice * likeness * (likeness > COPY_COSINE ? OWN_VOICE : 1);
  }, 0);

/** 1 + ln(count) times rarity for each stem, made a unit vector. */
function vectorOf({ stems, places }: ReadPassage, rarity: Rarity): Vector {
  let squares = 0;
  const values = stems.map((stem, at) => {
    const value = (1 + Math.log(places[at]?.length ?? 1)) * rarity.of(stem);
    squares += value * value;
    return value;
  });
  const length = Math.sqrt(squares) || 1;
  return { stems, values: values.map((value) => value / length) };
}

function spread({ stems, values }: Vector, size: number): Float64Array {
  const spreadOut = new Float64Array(size);
  stems.forEach((stem, at) => (spreadOut[stem] = values[at] ?? 0));
  return spreadOut;
}

function product({ stems, values }: Vector, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < stems.length; at += 1) sum += (values[at] ?? 0) * (other[stems[at] ?? 0] ?? 0);
  return sum;
}
