import { stemOf } from '../words.ts';
import { type Links, type RelatednessTable, readTable } from './read-table.ts';

const WHOLE = 255;

let table: RelatednessTable | undefined;

/**
 * How near two English words are in meaning, 0 to 1, whichever comes first: 1 for one word in two forms, 0 for strangers, for words
 * that nobody knows, for opposites, and for two of a kind ("cat", "dog"). Takes small letters, in any form.
 *
 * Made from Princeton WordNet 3.1: synonyms, derived words, what is a kind of what, each by how often a word has that meaning; the
 * table (1.4 MB, 6 MB of memory) is read at the first question. Of labelled pairs held out, 0.4 finds three of four and 1 % of
 * what it finds is wrong; texts have more chances. Of a question's words that the right document of `eval/datasets` lacks, 30 %
 * have one as near there as 0.4 and 20 % as 0.6; of those that a wrong document lacks, 7 % and 3 %.
 */
export function relatednessOf(one: string, other: string): number {
  if (one === other) return 1;
  const [first, second] = [numberOf(one), numberOf(other)];
  if (first === undefined && second === undefined) return stemOf(one) === stemOf(other) ? 1 : 0;
  return linkOf(first, second);
}

/** The same for Porter's stems, which are other words when they are stemmed again: "eras" of "erase". */
export function relatednessOfStems(one: string, other: string): number {
  if (one === other) return 1;
  const { numbers } = openTable();
  return linkOf(numbers.get(one), numbers.get(other));
}

/** Stems that are at least so near to one, each once, and how near they are, 0 to 1; some hundred at most. */
export function stemsNear(stem: string, least: number): [stem: string, relatedness: number][] {
  const { numbers, stems, upward, downward } = openTable();
  const number = numbers.get(stem);
  if (number === undefined) return [];
  return [downward, upward].flatMap(({ starts, others, values }) => {
    const [from, to] = [starts[number] ?? 0, starts[number + 1] ?? 0];
    return Array.from(values.subarray(from, to), (value, at): [string, number] => [
      stems[others[from + at] ?? 0] ?? '',
      value / WHOLE,
    ]).filter(([, relatedness]) => relatedness >= least);
  });
}

const openTable = (): RelatednessTable => (table ??= readTable());

function numberOf(word: string): number | undefined {
  const { numbers } = openTable();
  return numbers.get(stemOf(word)) ?? numbers.get(word);
}

function linkOf(first: number | undefined, second: number | undefined): number {
  if (first === undefined || second === undefined) return 0;
  if (first === second) return 1;
  return valueAt(openTable().upward, Math.min(first, second), Math.max(first, second)) / WHOLE;
}

/** 0 where there is no link. */
function valueAt({ starts, others, values }: Links, first: number, second: number): number {
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
