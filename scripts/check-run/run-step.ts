import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import type { Step } from './steps.ts';

export interface StepOutcome {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly report?: unknown;
}

/** Against what hangs: the tests take 15 minutes on two cores, and up to three times that on a busy machine. */
const STEP_LIMIT_MS = 50 * 60_000;

/** Runs one step in `root`. Its output goes to standard error, so that standard output stays the caller's. */
export async function runStep(step: Step, root: string): Promise<StepOutcome> {
  const startedAt = performance.now();
  const { code, stdout } = await run(step, root);
  const outcome = { name: step.name, ms: Math.round(performance.now() - startedAt) };
  if (step.reportsJson !== true) return { ...outcome, ok: code === 0 };
  const report = lastJsonLine(stdout);
  return { ...outcome, ok: code === 0 && report !== undefined, report };
}

function run({ command, reportsJson }: Step, root: string): Promise<{ code: number; stdout: string }> {
  const [file = '', ...args] = command;
  const path = [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
  const child = spawn(file, args, {
    cwd: root,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', reportsJson === true ? 'pipe' : process.stderr, process.stderr],
    timeout: STEP_LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`${file} did not start: ${error.message}. Run npm ci.`);
      resolve({ code: 1, stdout });
    });
    child.on('close', (code) => resolve({ code: code ?? 1, stdout }));
  });
}

function lastJsonLine(stdout: string): unknown {
  try {
    return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
  } catch {
    return undefined;
  }
}
