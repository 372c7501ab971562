import { startVitest } from 'vitest/node';
import { summarize, type TestSummary } from './summarize.ts';

export interface TestRunOptions {
  readonly root: string;
  /** Paths or parts of paths; empty runs everything. */
  readonly filters: readonly string[];
  /** How often a failed test is run again. */
  readonly retries: number;
  /** Where vitest writes its progress. */
  readonly output: NodeJS.WriteStream;
}

/** Runs the workspace's tests once in this process. Vitest's own exit code is overruled by the caller's. */
export async function runTests({ root, filters, retries, output }: TestRunOptions): Promise<TestSummary> {
  const vitest = await startVitest(
    [...filters],
    { root, run: true, watch: false, retry: retries },
    {},
    { stdout: output, stderr: process.stderr },
  );
  const summary = summarize(vitest.state.getTestModules(), vitest.state.getUnhandledErrors());
  await vitest.close();
  return summary;
}
