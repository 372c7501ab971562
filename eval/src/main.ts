import { existsSync } from 'node:fs';
import { open, rm, writeFile } from 'node:fs/promises';
import { Fault } from '@ragfleet/kernel';
import {
  chooseAnswerModels,
  chooseEmbedder,
  chooseReranker,
  createLocalReranker,
  modelVariables,
  rerankVariables,
} from '@ragfleet/models';
import { choosePricesOf, priceVariables } from '@ragfleet/pricing';
import type { AnswerModels } from '@ragfleet/rag-core';
import { type ExitCode, readConfig, runCommand } from '@ragfleet/service-runtime';
import { z } from 'zod';
import { readDataset } from './dataset/read-dataset.ts';
import { evaluate } from './evaluate.ts';
import { type Flags, parseFlags, USAGE } from './flags.ts';
import { toReport } from './report/to-report.ts';
import { toRuns } from './report/to-runs.ts';
import { toTable } from './report/to-table.ts';

const controller = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => controller.abort(new Error(`Stopped by ${signal}.`)));

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function run(flags: Flags): Promise<ExitCode> {
  const config = readConfig(
    z.object({ ...modelVariables, ...rerankVariables, ...priceVariables }),
    process.env,
  );
  const [embedder, models] = [chooseEmbedder(config), chooseAnswerModels(config)];
  const prices = choosePricesOf([...namesOf(models), embedder.model], config);
  if (flags.runs !== null) await requireWritable(flags.runs);
  const dataset = await readDataset(flags.dataset);
  say(`${dataset.documents.length} documents, ${dataset.queries.length} queries`);
  const evaluation = await evaluate({
    dataset,
    embedder,
    models,
    prices,
    reranker: chooseReranker(config) ?? createLocalReranker(),
    signal: controller.signal,
    say,
  });
  if (flags.runs !== null) await writeFile(flags.runs, toRuns(evaluation, dataset.documents));
  const report = toReport(evaluation);
  process.stdout.write(`${flags.isJson ? JSON.stringify(report) : toTable(report)}\n`);
  return 0;
}

/** Said before an evaluation that may take an hour, and not after it. */
async function requireWritable(path: string): Promise<void> {
  try {
    const isThere = existsSync(path);
    await (await open(path, 'a')).close();
    // An empty file would pass for the runs of an evaluation that never came to its end.
    if (!isThere) await rm(path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new Fault(
      'invalid-input',
      `${path} cannot be written (${code}). Name a file of a folder that is there with --runs.`,
      { cause },
    );
  }
}

/** Of all that a question may be routed to. */
const namesOf = ({ standard, premium, fallbacks }: AnswerModels): string[] =>
  [standard, premium, ...fallbacks].map(({ name }) => name);

const args = process.argv.slice(2);
runCommand({ args, usage: USAGE, main: async () => run(parseFlags(args)), signal: controller.signal });
