import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { ProcessFinding } from '../history/contract.ts';

const MAX_LINES = 200;
const MAX_LINE_CHARACTERS = 2_000;
/** What `runServices` and Node itself write when nobody caught an error. */
const UNCAUGHT = /"msg":"uncaught error"|^node:internal|FATAL ERROR|triggerUncaughtException/;
const UNHANDLED = /unhandledRejection|UnhandledPromiseRejection/;

/** The last lines of a process, and what among all of its lines a healthy one does not say. */
export interface LogTail {
  lines(): readonly string[];
  /** Those since the last call. */
  takeFindings(): ProcessFinding[];
}

/** What a line of a process's log says that a healthy one's does not; null for every other line. */
export function findingOf(name: string, line: string): ProcessFinding | null {
  const detail = line.slice(0, MAX_LINE_CHARACTERS);
  if (UNHANDLED.test(line)) return { name, kind: 'unhandled-rejection', detail };
  if (UNCAUGHT.test(line)) return { name, kind: 'uncaught-error', detail };
  return null;
}

export function createLogTail(name: string, child: ChildProcess): LogTail {
  const lines: string[] = [];
  const findings: ProcessFinding[] = [];
  const take = (line: string): void => {
    lines.push(line.slice(0, MAX_LINE_CHARACTERS));
    if (lines.length > MAX_LINES) lines.shift();
    const finding = findingOf(name, line);
    if (finding !== null && findings.length < MAX_LINES) findings.push(finding);
  };
  for (const stream of [child.stdout, child.stderr])
    if (stream !== null) createInterface({ input: stream }).on('line', take);
  return { lines: () => lines, takeFindings: () => findings.splice(0) };
}
