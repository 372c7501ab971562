import type { DatasetDocument } from '../dataset/contract.ts';

/** Documents with the same words as this one, itself among them, by id. */
export type Copies = (id: string) => readonly string[];

const NOT_A_WORD = /[^\p{L}\p{M}\p{N}]+/gu;

/**
 * The search serves the same words once, from the document that ranks best. Which of several copies that is nobody can
 * tell apart, and a data set may name any of them, or all.
 */
export function copiesAmong(documents: readonly DatasetDocument[]): Copies {
  const alike = Map.groupBy(documents, ({ text }) => wordsOnly(text));
  const copies = new Map<string, readonly string[]>();
  for (const [words, group] of alike) {
    if (words === '' || group.length === 1) continue;
    const ids = group.map(({ id }) => String(id));
    for (const id of ids) copies.set(id, ids);
  }
  return (id) => copies.get(id) ?? [id];
}

const wordsOnly = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replace(NOT_A_WORD, ' ').trim();
