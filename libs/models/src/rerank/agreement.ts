import type { ReadPassage } from './read-text.ts';
import type { Rarity } from './term-weights.ts';

/** A passage's stems as a unit vector. */
type Vector = ReadonlyMap<string, number>;

// The best passages vote on what the subject is; a gap of 0.05 in the score so far costs a voter two thirds of its voice.
const MAX_VOTERS = 10;
const VOICE_TEMPERATURE = 0.05;
// Copies of one text are one witness.
const COPY_COSINE = 0.8;
// A passage agrees with itself by definition: its own voice counts half, so that the best keeps a lead and no more.
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
  const vectors = passages.map((passage) => vectorOf(passage, rarity));
  const voices = voicesOf(vectors, scores);
  const common = new Map<string, number>();
  for (const [at, voice] of voices)
    for (const [stem, value] of vectors[at] ?? []) common.set(stem, (common.get(stem) ?? 0) + voice * value);
  const agreement = vectors.map(
    (vector, at) => product(vector, common) - (1 - OWN_VOICE) * (voices.get(at) ?? 0),
  );
  const most = Math.max(...agreement);
  return agreement.map((value) => (most > 0 ? Math.max(0, value / most) : 0));
}

/** Who votes, by place in the list, and how loudly. */
function voicesOf(vectors: readonly Vector[], scores: readonly number[]): Map<number, number> {
  const order = scores
    .map((_score, at) => at)
    .toSorted((one, other) => scoreAt(scores, other) - scoreAt(scores, one));
  const best = scoreAt(scores, order[0] ?? 0);
  const voices = new Map<number, number>();
  for (const at of order) {
    if (voices.size >= MAX_VOTERS) break;
    const vector = vectors[at] ?? new Map();
    const isCopy = [...voices.keys()].some(
      (voter) => product(vector, vectors[voter] ?? new Map()) > COPY_COSINE,
    );
    if (!isCopy) voices.set(at, Math.exp((scoreAt(scores, at) - best) / VOICE_TEMPERATURE));
  }
  return voices;
}

const scoreAt = (scores: readonly number[], at: number): number => scores[at] ?? 0;

function vectorOf({ counts }: ReadPassage, rarity: Rarity): Vector {
  const vector = new Map<string, number>();
  let squares = 0;
  for (const [stem, count] of counts) {
    const value = (1 + Math.log(count)) * rarity.of(stem);
    vector.set(stem, value);
    squares += value * value;
  }
  const length = Math.sqrt(squares) || 1;
  for (const [stem, value] of vector) vector.set(stem, value / length);
  return vector;
}

function product(one: Vector, other: Vector): number {
  let sum = 0;
  for (const [stem, value] of one) sum += value * (other.get(stem) ?? 0);
  return sum;
}
