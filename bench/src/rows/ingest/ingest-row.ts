import { areMet } from '../../measure/figures.ts';
import type { PendingDocument } from '@ragfleet/rag-core';
import { splitByHand } from '../../../floors/ingest.ts';
import type { BenchRow, RowReport, SideCosts, Slice } from '../../contract.ts';
import { compareSides } from '../../measure/compare-sides.ts';
import { median } from '../../measure/quartiles.ts';
import { NO_COSTS, reportRatio } from '../../measure/report-ratio.ts';
import { importPeer, peerVersion } from '../../peers.ts';
import { generateDocuments } from './corpus.ts';
import { createCountingEmbedder } from './counting-embedder.ts';
import { createBenchStore, loadDocuments } from './load-documents.ts';
import { loadFigures } from './load-figures.ts';

const ROW = 11;
const NAME = 'ingest CPU per document, and embedding calls per corpus';
const OURS = 'ours';
const FLOOR = 'floor';
const TOKENS = 'LangChain splitter + js-tiktoken, per-document embed';
const CHARACTERS = 'LangChain splitter counting characters, per-document embed';

const DOCUMENTS_PER_TURN = 50;
const DISTINCT_DOCUMENTS = 400;
const MAX_RATIO = 0.2;
const FULL = { rounds: 7, sliceMs: 1_000, few: 1_000, many: 10_000, loads: 5 };
const QUICK = { rounds: 5, sliceMs: 400, few: 300, many: 1_500, loads: 3 };

type LangChainIngest = (document: PendingDocument, kept: object[]) => Promise<void>;
interface LangChainPeer {
  readonly createLangChainIngest: (
    counting: 'tokens' | 'characters',
    embedDocuments: (texts: string[]) => Promise<Float32Array[]>,
  ) => LangChainIngest;
}

/** Benchmark row 11: what a document costs from its text to its passages with their vectors, and how often a model is called. */
export const ingestRow: BenchRow = {
  row: ROW,
  name: NAME,
  versions: () => ({
    '@langchain/textsplitters': peerVersion('@langchain/textsplitters'),
    'js-tiktoken': peerVersion('js-tiktoken'),
  }),
  run: async ({ isQuick, say }) => {
    const size = isQuick ? QUICK : FULL;
    const costs = await compareSides(await sides(), size);
    say('  loading corpora from the first document to the last …');
    return reportOf(costs, await loadFigures(size));
  },
};

function reportOf(
  costs: ReadonlyMap<string, SideCosts>,
  figures: NonNullable<RowReport['figures']>,
): RowReport {
  const of = (side: string): SideCosts => costs.get(side) ?? NO_COSTS;
  const cpuOf = (side: string): number => median(of(side).cpuUs);
  const { ratio, spread } = reportRatio(of(OURS), of(TOKENS));
  const isRatioMet = ratio !== null && ratio <= MAX_RATIO;
  return {
    row: ROW,
    name: NAME,
    ours: cpuOf(OURS),
    floor: cpuOf(FLOOR),
    peers: { [TOKENS]: cpuOf(TOKENS), [CHARACTERS]: cpuOf(CHARACTERS) },
    ratio,
    target: `<= ${MAX_RATIO}x ${TOKENS}`,
    met: isRatioMet && areMet(figures),
    spread,
    figures,
    rounds: Object.fromEntries(costs),
  };
}

async function sides(): Promise<ReadonlyMap<string, Slice>> {
  const peer = await importPeer<LangChainPeer>('langchain-ingest.mjs');
  const documents = [...generateDocuments(DISTINCT_DOCUMENTS)];
  const embedder = createCountingEmbedder({ countsTokens: false });
  const embedDocuments = async (texts: string[]): Promise<Float32Array[]> =>
    (await embedder.embed(texts, 'passage', new AbortController().signal)).vectors;
  const langChain = (counting: 'tokens' | 'characters'): Slice => {
    const ingest = peer.createLangChainIngest(counting, embedDocuments);
    return turns(documents, async (turn) => {
      const kept: object[] = [];
      for (const document of turn) await ingest(document, kept);
    });
  };
  return new Map([
    [OURS, turns(documents, async (turn) => loadDocuments(turn.values(), embedder, createBenchStore()))],
    [
      FLOOR,
      turns(documents, async (turn) => {
        for (const { content } of turn) splitByHand(content);
      }),
    ],
    [TOKENS, langChain('tokens')],
    [CHARACTERS, langChain('characters')],
  ]);
}

/** A slice works through the documents, some at a time, from the beginning again when they end. */
function turns(
  documents: readonly PendingDocument[],
  work: (turn: readonly PendingDocument[]) => Promise<void>,
): Slice {
  let at = 0;
  return async (untilMs) => {
    let count = 0;
    while (performance.now() < untilMs) {
      const turn = documents.slice(at, at + DOCUMENTS_PER_TURN);
      at = (at + DOCUMENTS_PER_TURN) % documents.length;
      await work(turn);
      count += turn.length;
    }
    return count;
  };
}
