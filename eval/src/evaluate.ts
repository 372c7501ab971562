import type { PriceList } from '@ragfleet/pricing';
import type { AnswerModels, Embedder, Reranker } from '@ragfleet/rag-core';
import { createAskPipeline } from './answers/ask-pipeline.ts';
import type { Dataset, DatasetQuery } from './dataset/contract.ts';
import { everyWhile } from './every-while.ts';
import { createBm25Library } from './library/bm25-library.ts';
import { measureRanking, type MeasuredRanking } from './measure-ranking.ts';
import type { AskedQuestion } from './metrics/answer-metrics.ts';
import { copiesAmong } from './stores/copies.ts';
import { hasText, loadDocuments } from './stores/load-documents.ts';
import { type OpenSearch, openSearch } from './stores/open-search.ts';
import { createRankDocuments } from './stores/rank-documents.ts';

/** The ways of searching, in the order of the report. The first is not ours. */
export const WAYS = ['bm25_library', 'keyword', 'dense', 'hybrid', 'hybrid_rerank'] as const;
export type Way = (typeof WAYS)[number];

export interface Evaluation {
  readonly queries: readonly DatasetQuery[];
  readonly ways: Readonly<Record<Way, MeasuredRanking>>;
  /** What the whole pipeline said, by the query's id; empty when no query says what a right answer is. */
  readonly asked: ReadonlyMap<string, AskedQuestion>;
}

export interface Evaluate {
  readonly dataset: Dataset;
  readonly embedder: Embedder;
  readonly reranker: Reranker;
  readonly models: AnswerModels;
  /** With one for each of the models. */
  readonly prices: PriceList;
  /** One line of progress. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Loads a data set into the product's stores, asks every query in every way and scores the rankings. */
export async function evaluate(run: Evaluate): Promise<Evaluation> {
  const search = await openSearch(run.embedder);
  try {
    await load(search, run);
    const ways = await measureWays(search, run);
    return { queries: run.dataset.queries, ways, asked: await askAll(search, run) };
  } finally {
    await search.close();
  }
}

async function load(search: OpenSearch, { dataset, embedder, say, signal }: Evaluate): Promise<void> {
  const { documents } = dataset;
  const empty = documents.filter((document) => !hasText(document)).length;
  if (empty > 0) say(`${empty} documents have neither text nor title: no search finds them.`);
  const onProgress = (done: number): void => say(`loaded ${done} of ${documents.length - empty} documents`);
  await loadDocuments(search, { documents, embedder, onProgress, signal });
}

async function measureWays(
  search: OpenSearch,
  { dataset, reranker, say, signal }: Evaluate,
): Promise<Record<Way, MeasuredRanking>> {
  const library = createBm25Library(dataset.documents);
  const copies = copiesAmong(dataset.documents);
  const keyword = createRankDocuments(search.ports, 'keyword', copies);
  const dense = createRankDocuments(search.ports, 'dense', copies);
  const hybrid = createRankDocuments(search.ports, 'hybrid', copies);
  const reranked = createRankDocuments({ ...search.ports, reranker }, 'hybrid', copies);
  const measure = (
    way: Way,
    rank: (query: string) => Promise<string[]> | string[],
  ): Promise<MeasuredRanking> => {
    say(`asking ${dataset.queries.length} queries: ${way}`);
    const tell = everyWhile(say);
    return measureRanking(dataset.queries, rank, (asked) =>
      tell(`asked ${asked} of ${dataset.queries.length}: ${way}`),
    );
  };
  return {
    bm25_library: await measure('bm25_library', (query) => library(query, 100)),
    keyword: await measure('keyword', (query) => keyword(query, signal)),
    dense: await measure('dense', (query) => dense(query, signal)),
    hybrid: await measure('hybrid', (query) => hybrid(query, signal)),
    hybrid_rerank: await measure('hybrid_rerank', (query) => reranked(query, signal)),
  };
}

/** Asks the whole pipeline what a data set knows the answers to. */
async function askAll(
  search: OpenSearch,
  { dataset, reranker, models, prices, say, signal }: Evaluate,
): Promise<ReadonlyMap<string, AskedQuestion>> {
  const queries = dataset.queries.filter(({ answers, isAnswerable }) => answers !== null || !isAnswerable);
  if (queries.length > 0) say(`asking the whole pipeline ${queries.length} questions`);
  const ask = createAskPipeline({ search: { ...search.ports, reranker }, models, prices });
  const asked = new Map<string, AskedQuestion>();
  const tell = everyWhile(say);
  for (const query of queries) {
    asked.set(String(query.id), await ask(query, signal));
    tell(`asked the whole pipeline ${asked.size} of ${queries.length}`);
  }
  return asked;
}
