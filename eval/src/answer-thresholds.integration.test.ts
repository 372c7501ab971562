import { fileURLToPath } from 'node:url';
import { createLocalAnswerModel, createLocalEmbedder, createLocalReranker } from '@ragfleet/models';
import { PRICE_LIST } from '@ragfleet/pricing';
import { expect, it } from 'vitest';
import { createAskPipeline } from './answers/ask-pipeline.ts';
import { readDataset } from './dataset/read-dataset.ts';
import { answerMetrics, type AskedQuestion } from './metrics/answer-metrics.ts';
import { loadDocuments } from './stores/load-documents.ts';
import { openSearch } from './stores/open-search.ts';

/** One on which no weight was fitted, two whose people ask in words of their own. */
const SETS = ['town-rules', 'ferry-handbook', 'ventilation-manual'];
const LIMIT_MS = 120_000;

async function askAll(name: string, signal: AbortSignal): Promise<AskedQuestion[]> {
  const { documents, queries } = await readDataset(
    fileURLToPath(new URL(`../datasets/${name}`, import.meta.url)),
  );
  const embedder = createLocalEmbedder();
  const search = await openSearch(embedder);
  try {
    await loadDocuments(search, { documents, embedder, onProgress: () => {}, signal });
    const model = createLocalAnswerModel();
    const ports = { ...search.ports, reranker: createLocalReranker() };
    const ask = createAskPipeline({
      search: ports,
      models: { standard: model, premium: model, fallbacks: [] },
      prices: PRICE_LIST,
    });
    const asked: AskedQuestion[] = [];
    for (const query of queries) asked.push(await ask(query, signal));
    return asked;
  } finally {
    await search.close();
  }
}

it.each(SETS)(
  'the local pipeline answers, cites and refuses on %s, and knows how sure it may be',
  async (name) => {
    const metrics = answerMetrics(await askAll(name, AbortSignal.timeout(LIMIT_MS)));
    expect(metrics.contains).toBeGreaterThanOrEqual(0.8);
    expect(metrics.citedRight).toBeGreaterThanOrEqual(0.85);
    expect(metrics.unanswerableRefused).toBeGreaterThanOrEqual(0.6);
    expect(metrics.calibration.ece).toBeLessThanOrEqual(0.1);
  },
  LIMIT_MS,
);
