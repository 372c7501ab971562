import { setImmediate } from 'node:timers/promises';
import type { Reranker, RerankPassage } from '@ragfleet/rag-core';
import { agreementOf } from './agreement.ts';
import { type Match, matchQuery } from './match-query.ts';
import { type QueryTerms, readQuery } from './query-terms.ts';
import { type ReadPassage, readPassage } from './read-text.ts';
import { rarityAmong, termWeights } from './term-weights.ts';

const PASSAGES_PER_TURN = 20;
// What each sign deserves beside the score that ranked the passage so far, which deserves 1.
const COVERAGE = 0.3;
const PROXIMITY = 0.2;
const AGREEMENT = 0.9;
// So many different words say half of what a text is about; a few words resemble each other by chance.
const HALF_A_SUBJECT = 15;

/**
 * Reads the passages' words beside the query's: how much of the query a passage speaks of, how near together, and
 * whether it says what the best passages say. It needs no key and no network, gives the same order everywhere and knows
 * nothing of meaning: its name says what it is. A passage that holds a longer query word for word
 * stays above all that do not.
 */
export function createLocalReranker(): Reranker {
  return {
    name: 'local-lexical-reranker',
    maxPassages: 100,
    rerank: async (query, passages, signal) => {
      const terms = readQuery(query);
      const read = await readInTurns(passages, signal);
      const ranked = scoresOf(terms, passages, read).map((score, at) => ({ at, score }));
      return ranked
        .toSorted((one, other) => other.score - one.score || one.at - other.at)
        .flatMap(({ at, score }) => {
          const passage = passages[at];
          return passage === undefined ? [] : [{ passageId: passage.passageId, score }];
        });
    },
  };
}

/** Many passages let the event loop breathe: locks are renewed on it. */
async function readInTurns(passages: readonly RerankPassage[], signal: AbortSignal): Promise<ReadPassage[]> {
  const read: ReadPassage[] = [];
  for (const passage of passages) {
    signal.throwIfAborted();
    read.push(readPassage(passage));
    if (read.length % PASSAGES_PER_TURN === 0) await setImmediate();
  }
  return read;
}

/** 0 to 1 for each passage, in the order given. */
function scoresOf(
  terms: QueryTerms,
  passages: readonly RerankPassage[],
  read: readonly ReadPassage[],
): number[] {
  const rarity = rarityAmong(read);
  const weights = termWeights(terms, rarity);
  const matches = read.map((passage) => matchQuery(terms, weights, passage));
  const alone = matches.map((match, at) => scoreAlone(passages[at]?.score ?? 0, match));
  const agreement = agreementOf(read, rarity, alone);
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
  const sizes = read.map(({ counts }) => counts.size).toSorted((one, other) => one - other);
  const size = sizes[Math.floor(sizes.length / 2)] ?? 0;
  const weight = (AGREEMENT * size) / (size + HALF_A_SUBJECT);
  return weight / (ALONE + weight);
}
