import { findingOf } from '../fleet/log-tail.ts';
import type { ProcessFinding } from '../history/contract.ts';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the logs of a fleet's processes say of how these ended. */
export interface ProcessLogs {
  readonly findings: readonly ProcessFinding[];
  /** Query workers that were told to stop, and that said at their end that they had stopped in order. */
  readonly workersToldToStop: number;
  readonly workersStoppedInOrder: number;
}

const TOLD = '"reason":"SIGTERM","msg":"stopping"';
const IN_ORDER = '"clean":true,"msg":"stopped"';

/** Reads every log in the folder, the rotated ones too. */
export async function readProcessLogs(dir: string): Promise<ProcessLogs> {
  const names = await readdir(dir);
  const logs = await Promise.all(
    names.map(async (name) => ({ name, lines: (await readFile(join(dir, name), 'utf8')).split('\n') })),
  );
  const ofWorkers = logs.flatMap(({ name, lines }) => (name.startsWith('query-worker') ? lines : []));
  const count = (text: string): number => ofWorkers.filter((line) => line.includes(text)).length;
  return {
    findings: logs.flatMap(({ name, lines }) => lines.flatMap((line) => findingOf(name, line) ?? [])),
    workersToldToStop: count(TOLD),
    workersStoppedInOrder: count(IN_ORDER),
  };
}
