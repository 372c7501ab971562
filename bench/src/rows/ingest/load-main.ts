import type { PendingDocument } from '@ragfleet/rag-core';
import { generateDocuments } from './corpus.ts';
import { type CountingEmbedder, createCountingEmbedder } from './counting-embedder.ts';
import { createIdIndex } from './id-index.ts';
import type { LoadCost, LoadReport } from './load-report.ts';
import { type BenchStore, createBenchStore, loadDocuments } from './load-documents.ts';

/** One load in a process of its own: `node load-main.ts COUNT [cost]`. Prints a LoadReport, or its cost alone. */
const WARM_UP_DOCUMENTS = 300;

const [count, asked] = [Number(process.argv[2]), process.argv[3]];

const cpuUs = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/** The documents, and what making them has taken so far: that is no part of a load. */
function meteredDocuments(documents: number): {
  readonly iterator: Iterator<PendingDocument>;
  readonly spentUs: () => number;
} {
  const source = generateDocuments(documents);
  let spentUs = 0;
  const next = (): IteratorResult<PendingDocument> => {
    const beforeUs = cpuUs();
    const made = source.next();
    spentUs += cpuUs() - beforeUs;
    return made;
  };
  return { iterator: { next }, spentUs: () => spentUs };
}

async function measureLoad(
  documents: number,
  { embedder, store }: { readonly embedder: CountingEmbedder; readonly store: BenchStore },
): Promise<LoadCost> {
  const { iterator, spentUs } = meteredDocuments(documents);
  const beforeUs = cpuUs();
  await loadDocuments(iterator, embedder, store);
  return { cpuUsPerDocument: (cpuUs() - beforeUs - spentUs()) / documents };
}

const newLoad = (countsTokens = false) => ({
  embedder: createCountingEmbedder({ countsTokens }),
  store: createBenchStore(createIdIndex()),
});

async function measureWhole(documents: number): Promise<LoadReport> {
  const load = newLoad();
  const { asked: seen } = load.embedder;
  const { cpuUsPerDocument } = await measureLoad(documents, load);
  const { texts } = seen;
  await loadDocuments(generateDocuments(documents), load.embedder, load.store);
  const textsAgain = seen.texts - texts;
  const peakMemoryMb = process.resourceUsage().maxRSS / 1_024;
  // Counting costs as much as cutting: in a run of its own, after the clock and the memory were read.
  const counted = newLoad(true);
  await loadDocuments(generateDocuments(documents), counted.embedder, counted.store);
  // Requests are those of the run whose model says what it counted, as a provider does.
  const { requests, tokens } = counted.embedder.asked;
  return { cpuUsPerDocument, texts, textsAgain, requests, tokens, peakMemoryMb };
}

await measureLoad(WARM_UP_DOCUMENTS, newLoad());
const printed = asked === 'cost' ? await measureLoad(count, newLoad()) : await measureWhole(count);
process.stdout.write(`${JSON.stringify(printed)}\n`);
