import { generateDocuments } from './corpus.ts';
import { createCountingEmbedder } from './counting-embedder.ts';
import type { LoadReport } from './load-report.ts';
import { createBenchStore, loadDocuments } from './load-documents.ts';

/** One load in a process of its own: `node load-main.ts COUNT`. Prints a LoadReport. */
const WARM_UP_DOCUMENTS = 300;

const count = Number(process.argv[2]);
const load = async (documents: number): Promise<Omit<LoadReport, 'peakMemoryMb'>> => {
  const embedder = createCountingEmbedder({ countsTokens: false });
  const store = createBenchStore();
  const before = process.cpuUsage();
  await loadDocuments(generateDocuments(documents), embedder, store);
  const { user, system } = process.cpuUsage(before);
  const { requests, texts } = embedder.asked;
  await loadDocuments(generateDocuments(documents), embedder, store);
  const textsAgain = embedder.asked.texts - texts;
  const cpuUsPerDocument = (user + system) / documents;
  return { documents, requests, texts, tokens: 0, textsAgain, cpuUsPerDocument };
};

await load(WARM_UP_DOCUMENTS);
const report = await load(count);
const peakMemoryMb = process.resourceUsage().maxRSS / 1_024;
// Counting costs as much as cutting: in a run of its own, after the clock and the memory were read.
const counter = createCountingEmbedder({ countsTokens: true });
await loadDocuments(generateDocuments(count), counter, createBenchStore());
// Requests are those of the run whose model says what it counted, as a provider does.
const { requests, tokens } = counter.asked;
const printed: LoadReport = { ...report, requests, tokens, peakMemoryMb };
process.stdout.write(`${JSON.stringify(printed)}\n`);
