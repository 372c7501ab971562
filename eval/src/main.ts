import { writeFile } from 'node:fs/promises';
import { isFault } from '@ragfleet/kernel';
import {
  chooseAnswerModels,
  chooseEmbedder,
  chooseReranker,
  createLocalReranker,
  modelVariables,
  rerankVariables,
} from '@ragfleet/models';
import { readConfig } from '@ragfleet/service-runtime';
import { z } from 'zod';
import { readDataset } from './dataset/read-dataset.ts';
import { evaluate } from './evaluate.ts';
import { type Flags, parseFlags } from './flags.ts';
import { toReport } from './report/to-report.ts';
import { toRuns } from './report/to-runs.ts';
import { toTable } from './report/to-table.ts';

const controller = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => controller.abort(new Error(`Stopped by ${signal}.`)));

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function run(flags: Flags): Promise<void> {
  const config = readConfig(z.object({ ...modelVariables, ...rerankVariables }), process.env);
  const dataset = await readDataset(flags.dataset);
  say(`${dataset.documents.length} documents, ${dataset.queries.length} queries`);
  const evaluation = await evaluate({
    dataset,
    embedder: chooseEmbedder(config),
    models: chooseAnswerModels(config),
    reranker: chooseReranker(config) ?? createLocalReranker(),
    signal: controller.signal,
    say,
  });
  if (flags.runs !== null) await writeFile(flags.runs, toRuns(evaluation, dataset.documents));
  const report = toReport(evaluation);
  process.stdout.write(`${flags.isJson ? JSON.stringify(report) : toTable(report)}\n`);
}

try {
  await run(parseFlags(process.argv.slice(2)));
} catch (error) {
  const isForUser = isFault(error, 'invalid-input', 'unavailable') || controller.signal.aborted;
  say(error instanceof Error ? ((isForUser ? error.message : error.stack) ?? error.message) : String(error));
  // A script that asked for JSON gets its line in every case.
  if (process.argv.includes('--json'))
    process.stdout.write(
      `${JSON.stringify({ ok: false, error: 'The evaluation did not finish; standard error says why.' })}\n`,
    );
  process.exitCode = 1;
}
