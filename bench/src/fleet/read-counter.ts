import type { RunningApp } from './app-programs.ts';

const READ_MS = 10_000;

/** Sum of a counter's samples in the text of /metrics; `labels` is what a sample must say, such as `status="succeeded"`. */
export const sumOfCounter = (text: string, name: string, labels: string): number =>
  text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) && line.includes(labels))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);

/** Queries that these workers have brought to a good end so far. */
export async function succeededOf(workers: readonly RunningApp[]): Promise<number> {
  const counts = await Promise.all(
    workers.map(async ({ operationsUrl }) => {
      const response = await fetch(`${operationsUrl}/metrics`, { signal: AbortSignal.timeout(READ_MS) });
      return sumOfCounter(await response.text(), 'ragfleet_queries_finished_total', 'status="succeeded"');
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
