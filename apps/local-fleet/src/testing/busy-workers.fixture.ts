import type { LocalDescription } from '../data-dir/local-description.ts';

/** The process numbers of the query workers that have begun an answer, at least one. */
export async function busyWorkers({ operations_urls: urls, pids }: LocalDescription): Promise<number[]> {
  const busy: number[] = [];
  for (const [name, url] of Object.entries(urls)) {
    if (!name.startsWith('query-worker')) continue;
    const metrics = await (await fetch(`${url}/metrics`)).text();
    if (/^ragfleet_stage_seconds_count\{[^}]*\} [1-9]/m.test(metrics)) busy.push(pids[name] ?? 0);
  }
  if (busy.length === 0) throw new Error('No worker has begun an answer.');
  return busy;
}
