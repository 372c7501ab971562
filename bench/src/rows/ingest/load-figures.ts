import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Figure } from '../../contract.ts';
import { createCountingEmbedder } from './counting-embedder.ts';
import { type LoadReport, loadReport } from './load-report.ts';

export interface LoadSizes {
  readonly few: number;
  readonly many: number;
}

const MAX_REQUESTS_RATIO = 1.05;
const MAX_GROWTH = 1.1;
const LOAD_LIMIT_MS = 10 * 60_000;

const run = promisify(execFile);

async function load(documents: number): Promise<LoadReport> {
  const main = fileURLToPath(new URL('load-main.ts', import.meta.url));
  const { stdout } = await run(process.execPath, [main, String(documents)], { timeout: LOAD_LIMIT_MS });
  return loadReport.parse(JSON.parse(stdout));
}

/** The fewest requests that the provider's limits allow for these texts. */
function boundOf({ texts, tokens }: LoadReport): number {
  const { maxTextsPerRequest, maxTokensPerRequest } = createCountingEmbedder({ countsTokens: false });
  return Math.max(Math.ceil(texts / maxTextsPerRequest), Math.ceil(tokens / maxTokensPerRequest));
}

/** Calls, repetition, growth and memory of whole loads, each in a process of its own. */
export async function loadFigures({ few, many }: LoadSizes): Promise<Record<string, Figure>> {
  const [small, large] = [await load(few), await load(many)];
  const bound = boundOf(large);
  const requests = large.requests / bound;
  const growth = large.cpuUsPerDocument / small.cpuUsPerDocument;
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
    cost_growth: {
      ratio: growth,
      target: `<= ${MAX_GROWTH}x from ${few} to ${many} documents`,
      met: growth <= MAX_GROWTH,
      note: `${small.cpuUsPerDocument.toFixed(0)} and ${large.cpuUsPerDocument.toFixed(0)} microseconds a document`,
    },
    memory_growth: {
      ratio: memory,
      target: 'stated',
      met: true,
      note: `peak ${small.peakMemoryMb.toFixed(0)} MB and ${large.peakMemoryMb.toFixed(0)} MB, the ids of what was published included`,
    },
  };
}
