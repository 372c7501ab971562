import { specificityOf } from '../language/specificity.ts';
import { STOP_WORDS } from '../language/stop-words.ts';
import { stemOf, wordsOf } from '../language/words.ts';
import { hashPair, hashText } from './feature-hash.ts';

/** A feature's weight before term frequency, and how often it occurs. */
export interface Feature {
  readonly weight: number;
  count: number;
}

interface WordFeatures {
  readonly stem: number;
  readonly weight: number;
  readonly pieces: readonly number[];
}

const SPECIFICITY_POWER = 0.7;
const PAIR_WEIGHT = 0.5;
const PIECES_WEIGHT = 0.5;
const PIECE_CHARACTERS = 4;
const MAX_KNOWN_WORDS = 50_000;

const knownWords = new Map<string, WordFeatures>();

/** Hashed stems, pairs of neighbouring stems and pieces of words, each with its weight. */
export function featuresOf(text: string): Map<number, Feature> {
  const all = wordsOf(text);
  const content = all.filter((word) => !STOP_WORDS.has(word));
  const features = new Map<number, Feature>();
  let previous: WordFeatures | undefined;
  for (const word of content.length > 0 ? content : all) {
    const current = featuresOfWord(word);
    add(features, current.stem, current.weight);
    if (previous)
      add(
        features,
        hashPair(previous.stem, current.stem),
        PAIR_WEIGHT * Math.sqrt(previous.weight * current.weight),
      );
    const pieceWeight = (PIECES_WEIGHT * current.weight) / Math.sqrt(current.pieces.length || 1);
    for (const piece of current.pieces) add(features, piece, pieceWeight);
    previous = current;
  }
  return features;
}

function add(features: Map<number, Feature>, id: number, weight: number): void {
  const known = features.get(id);
  if (known) known.count += 1;
  else features.set(id, { weight, count: 1 });
}

function featuresOfWord(word: string): WordFeatures {
  const known = knownWords.get(word);
  if (known) return known;
  const made = {
    stem: hashText(`stem:${stemOf(word)}`),
    weight: specificityOf(word) ** SPECIFICITY_POWER,
    pieces: piecesOf(word).map((piece) => hashText(`piece:${piece}`)),
  };
  // Full: forget all. Words follow Zipf's law, so that the common ones are back within a few passages.
  if (knownWords.size >= MAX_KNOWN_WORDS) knownWords.clear();
  knownWords.set(word, made);
  return made;
}

function piecesOf(word: string): string[] {
  const letters = Array.from(`<${word}>`);
  const pieces: string[] = [];
  for (let at = 0; at + PIECE_CHARACTERS <= letters.length; at++)
    pieces.push(letters.slice(at, at + PIECE_CHARACTERS).join(''));
  return pieces;
}
