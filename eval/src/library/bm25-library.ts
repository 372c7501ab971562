import createBm25 from 'wink-bm25-text-search';
import text from 'wink-nlp-utils';
import type { DatasetDocument } from '../dataset/contract.ts';

const K1 = 1.2;
const B = 0.75;
// Added to the odds inside the logarithm, so that no word counts against a document.
const IDF_OFFSET = 1;
const SCORE_DECIMALS = 9;
/** The library makes no index of fewer. */
const FEWEST_DOCUMENTS = 3;
const NO_WORDS = { title: '', text: '' };

/** What the product's searches are held against: ids of documents, best first. */
export type SearchLibrary = (query: string, limit: number) => string[];

/**
 * BM25 of wink-bm25-text-search over title and text in memory, prepared as its readme says: lower case, its own
 * tokens, its English stop words, Porter's stems (the second edition). The readme's marking of negations is left out:
 * it finds less here (docs/decisions/0018).
 */
export function createBm25Library(documents: readonly DatasetDocument[]): SearchLibrary {
  const engine = createBm25();
  engine.defineConfig({ fldWeights: { title: 1, text: 1 }, bm25Params: { k1: K1, b: B, k: IDF_OFFSET } });
  engine.definePrepTasks([
    text.string.lowerCase,
    text.string.tokenize0,
    text.tokens.removeWords,
    text.tokens.stem,
  ]);
  for (const [at, document] of documents.entries())
    engine.addDoc({ title: document.title, text: document.text }, at);
  // No word finds them.
  for (let at = documents.length; at < FEWEST_DOCUMENTS; at += 1) engine.addDoc(NO_WORDS, at);
  engine.consolidate(SCORE_DECIMALS);
  return (query, limit) => engine.search(query, limit).map(([at]) => String(documents[Number(at)]?.id ?? ''));
}
