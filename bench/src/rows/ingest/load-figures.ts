import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Figure } from '../../contract.ts';
import { median, quartiles } from '../../measure/quartiles.ts';
import { createCountingEmbedder } from './counting-embedder.ts';
import { loadCost, type LoadReport, loadReport } from './load-report.ts';

export interface LoadSizes {
  readonly few: number;
  readonly many: number;
  /** Loads of each size by which the growth of the cost is told. */
  readonly loads: number;
}

const MAX_REQUESTS_RATIO = 1.05;
const MAX_GROWTH = 1.1;
const LOAD_LIMIT_MS = 10 * 60_000;

const run = promisify(execFile);

async function runLoad(...args: readonly string[]): Promise<unknown> {
  const main = fileURLToPath(new URL('load-main.ts', import.meta.url));
  const { stdout } = await run(process.execPath, [main, ...args], { timeout: LOAD_LIMIT_MS });
  return JSON.parse(stdout);
}

const load = async (documents: number): Promise<LoadReport> =>
  loadReport.parse(await runLoad(String(documents)));

const costOf = async (documents: number): Promise<number> =>
  loadCost.parse(await runLoad(String(documents), 'cost')).cpuUsPerDocument;

/** Microseconds of CPU a document. */
interface CostPair {
  readonly fewUs: number;
  readonly manyUs: number;
}

/** Of few and of many, in pairs of loads that follow each other, each size first in turn. */
async function costPairs({ few, many, loads }: LoadSizes): Promise<readonly CostPair[]> {
  const pairs: CostPair[] = [];
  for (let pair = 0; pair < loads; pair += 1) {
    const costs = new Map<number, number>();
    for (const documents of pair % 2 === 0 ? [few, many] : [many, few])
      costs.set(documents, await costOf(documents));
    pairs.push({ fewUs: costs.get(few) ?? Number.NaN, manyUs: costs.get(many) ?? Number.NaN });
  }
  return pairs;
}

/** Each pair has its own ratio: what the machine did meanwhile fell on both of its loads. */
export function growthFigure(pairs: readonly CostPair[], { few, many }: Omit<LoadSizes, 'loads'>): Figure {
  const ratios = pairs.map(({ fewUs, manyUs }) => manyUs / fewUs);
  const growth = median(ratios);
  const usOf = (of: (pair: CostPair) => number): string => median(pairs.map(of)).toFixed(0);
  return {
    ratio: growth,
    target: `<= ${MAX_GROWTH}x from ${few} to ${many} documents`,
    met: growth <= MAX_GROWTH,
    note: `${usOf((pair) => pair.fewUs)} and ${usOf((pair) => pair.manyUs)} microseconds a document, ${pairs.length} loads of each; quartiles ${quartiles(
      ratios,
    )
      .map((one) => one.toFixed(2))
      .join(' to ')}`,
  };
}

/** The fewest requests that the provider's limits allow for these texts. */
function boundOf({ texts, tokens }: LoadReport): number {
  const { maxTextsPerRequest, maxTokensPerRequest } = createCountingEmbedder({ countsTokens: false });
  return Math.max(Math.ceil(texts / maxTextsPerRequest), Math.ceil(tokens / maxTokensPerRequest));
}

/** Calls, repetition, growth and memory of whole loads, each in a process of its own. */
export async function loadFigures(sizes: LoadSizes): Promise<Record<string, Figure>> {
  const [small, large] = [await load(sizes.few), await load(sizes.many)];
  const bound = boundOf(large);
  const requests = large.requests / bound;
  const memory = large.peakMemoryMb / small.peakMemoryMb;
  return {
    embedding_requests: {
      ratio: requests,
      target: `<= ${MAX_REQUESTS_RATIO}x the bound`,
      met: requests <= MAX_REQUESTS_RATIO,
      note: `${large.requests} requests for ${large.texts} texts of ${large.tokens} tokens; the limits allow ${bound}`,
    },
    unchanged_again: {
      ratio: large.textsAgain,
      target: '0 texts embedded',
      met: large.textsAgain === 0,
    },
    cost_growth: growthFigure(await costPairs(sizes), sizes),
    memory_growth: {
      ratio: memory,
      target: 'stated',
      met: true,
      note: `peak ${small.peakMemoryMb.toFixed(0)} MB and ${large.peakMemoryMb.toFixed(0)} MB, the ids of what was published included`,
    },
  };
}
