import { MEASURED } from './measured.ts';
import type { Expectation, FleetSize } from './size-fleet.ts';

const whole = (value: number): string => Math.ceil(value).toLocaleString('en-US');
const tenths = (value: number): string => (Math.round(value * 100) / 100).toLocaleString('en-US');

/** The examples of docs/sizing.md as rows of its table, one column for each. */
export function renderSizes(
  examples: readonly { readonly expected: Expectation; readonly size: FleetSize }[],
): string {
  const row = (title: string, of: (one: (typeof examples)[number]) => string): string =>
    `| ${[title, ...examples.map(of)].join(' | ')} |`;
  return [
    row('questions a day', ({ expected }) => whole(expected.dailyQueries)),
    row('---', () => '---'),
    row('passages', ({ expected }) => whole(expected.passages)),
    row('questions a second at the peak', ({ size }) => tenths(size.peakPerSecond)),
    row('slots busy at the peak', ({ size }) => tenths(size.busySlots)),
    row('slots', ({ size }) => whole(size.slots)),
    row('query-worker pods', ({ size }) => whole(size.workerPods)),
    row('memory of each with all slots busy, MB', ({ size }) => whole(size.workerMb)),
    row('ingress pods', ({ size }) => whole(size.ingressPods)),
    row('queue Redis, expected, MB', ({ size }) => whole(size.queueMb)),
    row('of it webhooks that arrived, MB', ({ size }) => whole(size.arrivedWebhooksMb)),
    row('queue Redis, `maxmemory`, MB', ({ size }) => whole(size.queueMaxMemoryMb)),
    row('cache Redis, MB', ({ size }) => whole(size.cacheMb)),
    row('vectors in PostgreSQL, MB', ({ size }) => whole(size.vectorsMb)),
    row('PostgreSQL connections', ({ size }) => whole(size.databaseConnections)),
    row('models, US dollars a month', ({ size }) => whole(size.modelUsdPerMonth)),
  ].join('\n');
}

const bytes = (value: number): string => `${value.toLocaleString('en-US')} B`;

/** The measured figures of docs/sizing.md as rows of its table. */
export function renderMeasured(): string {
  const rows: readonly (readonly [string, string, string])[] = [
    ['what', 'figure', 'measured by'],
    ['---', '---', '---'],
    ['a waiting job in the queue Redis', bytes(MEASURED.waitingJobBytes), '`npm run bench -- --row 12`'],
    ['the record of a query', bytes(MEASURED.queryRecordBytes), 'the same'],
    ['an ended query, all of it', bytes(MEASURED.finishedQueryBytes), 'the same'],
    ['the same in its first five minutes, with its stream', bytes(MEASURED.freshQueryBytes), 'the same'],
    ['what says that a query is counted', bytes(MEASURED.countedQueryBytes), 'the same'],
    ['a webhook with its answer that arrived', bytes(MEASURED.arrivedWebhookBytes), 'the same'],
    ['a cached answer with its semantic entry', bytes(MEASURED.cacheEntryBytes), 'the same, Redis 8'],
    ['a vector of 1,536 numbers in PostgreSQL', bytes(MEASURED.vectorBytes), 'the statement below'],
    ['a query worker that does nothing', `${MEASURED.idleWorkerMb} MB`, '`npm run bench -- --soak`'],
    ['each query in flight, with its garbage', `${MEASURED.queryInFlightMb} MB`, 'the same'],
    [
      'CPU of the ingress for a question',
      `${MEASURED.ingressCpuMs} ms`,
      '[benchmarks.md](benchmarks.md), row 14',
    ],
  ];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
