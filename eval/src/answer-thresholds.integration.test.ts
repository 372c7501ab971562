import { fileURLToPath } from 'node:url';
import { createLocalAnswerModel, createLocalEmbedder, createLocalReranker } from '@ragfleet/models';
import { PRICE_LIST } from '@ragfleet/pricing';
import { beforeAll, expect, it } from 'vitest';
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

const asked = new Map<string, readonly AskedQuestion[]>();
beforeAll(async () => {
  for (const name of SETS) asked.set(name, await askAll(name, AbortSignal.timeout(LIMIT_MS)));
}, SETS.length * LIMIT_MS);

it.each(SETS)('the local pipeline answers, cites and refuses on %s', (name) => {
  const metrics = answerMetrics(asked.get(name) ?? []);
  expect(metrics.contains).toBeGreaterThanOrEqual(0.8);
  expect(metrics.citedRight).toBeGreaterThanOrEqual(0.85);
  expect(metrics.unanswerableRefused).toBeGreaterThanOrEqual(0.6);
});

// The two others have thirty answers each: too few for a bound of their own.
it.each([
  ['the set that no weight was fitted on', SETS.slice(0, 1)],
  ['all sets together', SETS],
])('the local pipeline knows how sure it may be on %s', (_which, names) => {
  const { calibration } = answerMetrics(names.flatMap((name) => asked.get(name) ?? []));
  expect(calibration.ece).toBeLessThanOrEqual(0.1);
});
