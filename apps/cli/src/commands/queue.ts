import { Fault } from '@ragfleet/kernel';
import { type CommandContext, jsonLine } from '../command-context.ts';
import type { FleetAddress } from '../find-fleet.ts';
import { tableOf } from './costs-table.ts';

/** Jobs by queue and state, such as `{"rag-high": {"wait": 3, "active": 1}}`. */
export type QueueDepths = Record<string, Record<string, number>>;

const REQUEST_TIMEOUT_MS = 5_000;
const SAMPLE = /^ragfleet_queue_jobs\{([^}]*)\} (\d+(?:\.\d+)?)/gm;

/** Shows how many jobs wait, run and failed in every queue. */
export async function queue(context: CommandContext, options: { readonly json: boolean }): Promise<boolean> {
  const depths = parseQueueDepths(await readMetrics(await context.fleet(), context.signal));
  if (Object.keys(depths).length === 0)
    throw new Fault(
      'unavailable',
      'These metrics hold no queue numbers: the webhook worker measures them. Point RAGFLEET_METRICS_URL at its /metrics.',
    );
  if (options.json) context.print(jsonLine({ queues: depths }));
  else for (const line of tableOf(rowsOf(depths))) context.print(line);
  return true;
}

function rowsOf(depths: QueueDepths): string[][] {
  const states = [...new Set(Object.values(depths).flatMap((queue) => Object.keys(queue)))];
  const rows = Object.entries(depths).map(([name, queue]) => [
    name,
    ...states.map((state) => String(queue[state] ?? 0)),
  ]);
  return [['queue', ...states], ...rows];
}

/** The gauge `ragfleet_queue_jobs` of a Prometheus exposition. */
export function parseQueueDepths(exposition: string): QueueDepths {
  const depths: QueueDepths = {};
  for (const [, labels = '', jobs] of exposition.matchAll(SAMPLE)) {
    const name = labelOf(labels, 'queue');
    const state = labelOf(labels, 'state');
    if (name !== null && state !== null) (depths[name] ??= {})[state] = Number(jobs);
  }
  return depths;
}

const labelOf = (labels: string, name: string): string | null =>
  new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(labels)?.[1] ?? null;

async function readMetrics(fleet: FleetAddress, signal: AbortSignal): Promise<string> {
  const internal = fleet.local?.operations_urls['webhook-worker'];
  const url = fleet.metricsUrl ?? `${internal ?? fleet.url}/metrics`;
  const headers = { authorization: `Bearer ${fleet.keyFor('operator')}` };
  const limit = AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]);
  try {
    const response = await fetch(url, { headers: internal === undefined ? headers : {}, signal: limit });
    if (response.ok) return await response.text();
    throw new Fault('unavailable', `The metrics answer ${response.status}. Use the operator's API key.`);
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('unavailable', 'The metrics cannot be reached. Is the fleet running?', { cause });
  }
}
