import { stemOf } from '../words.ts';
import { type RelatednessTable, readTable } from './read-table.ts';

const WHOLE = 255;
const UNKNOWN = -1;
const MAX_KNOWN_WORDS = 50_000;

let table: RelatednessTable | undefined;
const knownNumbers = new Map<string, number>();

/**
 * How near two English words are in meaning, 0 to 1, whichever comes first: 1 for one word in two forms, 0 for strangers, for words
 * that nobody knows, for opposites, and for two of a kind ("cat", "dog"). Takes small letters, in any form or as Porter's stems.
 *
 * Made from Princeton WordNet 3.1: synonyms, derived words, what is a kind of what, each by how often a word has that meaning; the
 * table (1.4 MB, 4 MB of memory) is read at the first question. Of labelled pairs held out, 0.4 finds three of four and 1 % of
 * what it finds is wrong; texts have more chances. Of a question's words that the right document of `eval/datasets` lacks, 30 %
 * have one as near there as 0.4 and 20 % as 0.6; of those that a wrong document lacks, 7 % and 3 %.
 */
export function relatednessOf(one: string, other: string): number {
  if (one === other) return 1;
  const known = (table ??= readTable());
  const first = numberOf(one, known);
  const second = numberOf(other, known);
  if (first === UNKNOWN && second === UNKNOWN) return haveOneStem(one, other) ? 1 : 0;
  if (first === UNKNOWN || second === UNKNOWN) return 0;
  if (first === second) return 1;
  return valueAt(known, Math.min(first, second), Math.max(first, second)) / WHOLE;
}

/** Stemming is slow, and leaves the first letter as it is. */
const haveOneStem = (one: string, other: string): boolean =>
  one.charAt(0) === other.charAt(0) && stemOf(one) === stemOf(other);

function numberOf(word: string, { numbers }: RelatednessTable): number {
  const known = knownNumbers.get(word);
  if (known !== undefined) return known;
  const found = numbers.get(stemOf(word)) ?? numbers.get(word) ?? UNKNOWN;
  // Words follow Zipf's law: a full memory is emptied and soon of use again.
  if (knownNumbers.size >= MAX_KNOWN_WORDS) knownNumbers.clear();
  knownNumbers.set(word, found);
  return found;
}

/** 0 where there is no link. */
function valueAt({ starts, others, values }: RelatednessTable, first: number, second: number): number {
  let low = starts[first] ?? 0;
  let high = (starts[first + 1] ?? 0) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const other = others[middle] ?? 0;
    if (other === second) return values[middle] ?? 0;
    if (other < second) low = middle + 1;
    else high = middle - 1;
  }
  return 0;
}
