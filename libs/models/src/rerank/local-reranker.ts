import type { Reranker, RerankPassage } from '@ragfleet/rag-core';
import { agreementOf } from './agreement.ts';
import { type Match, matchQuery, soughtOf } from './match-query.ts';
import { readQuery } from './query-terms.ts';
import { createVocabulary, type ReadPassage, readPassage } from './read-text.ts';
import { standInsFor } from './stand-ins.ts';
import { rarityAmong, termWeights } from './term-weights.ts';
import { createSlicedWork, type SlicedWork } from './sliced-work.ts';

// What each sign deserves beside the score that ranked the passage so far, which deserves 1.
const COVERAGE = 0.3;
const PROXIMITY = 0.2;
const AGREEMENT = 0.9;
// So many different words say half of what a text is about; a few words resemble each other by chance.
const HALF_A_SUBJECT = 15;

/**
 * Reads the passages' words beside the query's: how much of the query a passage speaks of, how near together, and
 * whether it says what the best passages say. It needs no key and no network, gives the same order everywhere and of
 * meaning knows no more than a dictionary does, of English words that no passage holds: its name says what it is. A passage that holds a longer query word for word
 * stays above all that do not.
 */
export function createLocalReranker(): Reranker {
  return {
    name: 'local-lexical-reranker',
    maxPassages: 100,
    rerank: async (query, passages, signal) => {
      const scores = await scoresOf(query, passages, createSlicedWork(signal));
      const ranked = scores.map((score, at) => ({ at, score }));
      return ranked
        .toSorted((one, other) => other.score - one.score || one.at - other.at)
        .flatMap(({ at, score }) => {
          const passage = passages[at];
          return passage === undefined ? [] : [{ passageId: passage.passageId, score }];
        });
    },
  };
}

/** 0 to 1 for each passage, in the order given. */
async function scoresOf(
  query: string,
  passages: readonly RerankPassage[],
  work: SlicedWork,
): Promise<number[]> {
  const vocabulary = createVocabulary();
  const terms = readQuery(query, vocabulary);
  const read = await work.map(passages, (passage) => readPassage(passage, vocabulary));
  const rarity = rarityAmong(read, vocabulary.size);
  const weights = termWeights(terms, rarity);
  const standIns = await standInsFor({ stems: terms.stems, passages: read, vocabulary }, work);
  const sought = soughtOf(terms, weights, standIns);
  const matches = await work.map(read, (passage) => matchQuery(sought, passage));
  const alone = matches.map((match, at) => scoreAlone(passages[at]?.score ?? 0, match));
  const agreement = await agreementOf(
    { passages: read, stems: vocabulary.size, rarity, scores: alone },
    work,
  );
  const share = shareOfAgreement(read);
  return matches.map(({ isVerbatim }, at) => {
    const score = (alone[at] ?? 0) * (1 - share) + (agreement[at] ?? 0) * share;
    return (score + (isVerbatim ? 1 : 0)) / 2;
  });
}

const ALONE = 1 + COVERAGE + PROXIMITY;

/** 0 to 1, without a look at the other passages. */
const scoreAlone = (score: number, { coverage, proximity }: Match): number =>
  (score + coverage * COVERAGE + proximity * PROXIMITY) / ALONE;

/** What agreement deserves of the whole, 0 to 1: less where the passages are a few words each. */
function shareOfAgreement(read: readonly ReadPassage[]): number {
  const sizes = read.map(({ stems }) => stems.length).toSorted((one, other) => one - other);
  const size = sizes[Math.floor(sizes.length / 2)] ?? 0;
  const weight = (AGREEMENT * size) / (size + HALF_A_SUBJECT);
  return weight / (ALONE + weight);
}
