import {
  type CollectorDouble,
  type ModelDouble,
  startCollectorDouble,
  startOpenAiDouble,
} from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { LocalDescription } from '../data-dir/local-description.ts';
import {
  createFleetHarness,
  type FleetHarness,
  type FleetProcess,
} from '../testing/fleet-process.fixture.ts';
import { type Canaries, type Canary, createCanaries } from './canaries.fixture.ts';
import { findHits, type Hit } from './find-leaks.fixture.ts';
import { plantCanaries } from './plant-canaries.fixture.ts';
import { type Receiver, startReceiver } from './receiver.fixture.ts';
import {
  readDashboard,
  readFolder,
  readMetrics,
  readPage,
  readPostgres,
  readRedis,
  type Reading,
} from './read-sinks.fixture.ts';

const START_MS = 150_000;

let fleets: FleetHarness;
let fleet: FleetProcess;
let local: LocalDescription;
let model: ModelDouble;
let collector: CollectorDouble;
let failing: Receiver;
let others: Receiver;
const canaries: Canaries = createCanaries();

beforeAll(async () => {
  fleets = await createFleetHarness();
  model = await startOpenAiDouble();
  collector = await startCollectorDouble();
  const { of } = canaries;
  failing = await startReceiver({
    status: 500,
    text: of('reply of a receiver'),
    header: of('header of a receiver'),
  });
  others = await startReceiver({ status: 204, text: '', header: '' });
  fleet = fleets.start(['start', '--workers', '1', '--data-dir', fleets.folder('fleet')], {
    OPENAI_API_KEY: `sk-${of('model key of the fleet')}`,
    OPENAI_BASE_URL: `${model.url}/v1`,
    EMBEDDING_MODEL: 'local',
    DEFAULT_MODEL: 'gpt-4o-mini',
    LOG_LEVEL: 'debug',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: `x-scope=${of('header for the collector')}`,
    WEBHOOK_ALLOW_HOSTS: `127.0.0.1:${failing.port},127.0.0.1:${others.port}`,
  });
  await vi.waitUntil(() => fleet.output.stdout.includes('Ctrl-C'), { timeout: START_MS });
  local = await fleets.describe('fleet');
}, 200_000);
afterAll(async () => {
  await fleets.end();
  await Promise.all([model.stop(), collector.stop(), failing.stop(), others.stop()]);
}, 60_000);

const KEPT = { files: 'the file in which the one-machine fleet keeps its keys, readable by its user alone' };
const SHOWN = { ...KEPT, terminal: 'whoever starts a fleet on their own machine is told how to sign in' };
/** A span of each process that makes some. */
const TRACED = ['POST /v1/queries', 'chat gpt-4o-mini', 'process ingest', 'deliver query.succeeded'];
const SHOWN_KEYS: ReadonlySet<string> = new Set(['user']);

/** Secrets that the fleet made itself. The end of a key is its secret; the rest is its name. */
function ownSecrets(): Canary[] {
  const keys = { ...local.api_keys, other: local.other_tenant_api_keys['admin'] ?? '' };
  return [
    ...Object.entries(keys).map(([role, key]) => ({
      name: `API key of ${role}`,
      value: key,
      allowed: SHOWN_KEYS.has(role) ? SHOWN : KEPT,
    })),
    { name: 'webhook secret', value: local.webhook_secret.replace('whsec_', ''), allowed: KEPT },
    { name: 'dashboard password', value: local.dashboard_password, allowed: SHOWN },
  ];
}

async function readAll(said: readonly Reading[]): Promise<Reading[]> {
  const output = Buffer.from(fleet.output.stdout + fleet.output.stderr);
  return [
    ...said,
    { sink: 'terminal', place: 'what the fleet printed', bytes: output },
    ...(await readRedis(local.queue_redis_url, 'queue Redis')),
    ...(await readRedis(local.cache_redis_url, 'cache Redis')),
    ...(await readPostgres(local.postgres_url)),
    ...(await readFolder(fleets.folder('fleet'))),
    ...(await readMetrics(local)),
    { sink: 'traces', place: 'what the collector got', bytes: Buffer.from(collector.received()) },
    ...(await readDashboard(local)),
    await readPage('other tenant', `${local.ingress_url}/readyz`),
  ];
}

function report(readings: readonly Reading[], hits: readonly Hit[], planted: number): void {
  const bySink = Map.groupBy(readings, ({ sink }) => sink);
  const bytes = readings.reduce((sum, reading) => sum + reading.bytes.length, 0);
  const leaks = hits.filter(({ isAllowed }) => !isAllowed).length;
  process.stdout.write(
    [
      `leak scan: ${planted} canaries, ${readings.length} readings of ${bySink.size} sinks, ${(bytes / 1e6).toFixed(1)} MB: ${leaks} leaks`,
      ...[...bySink].map(([sink, of]) => {
        const allowed = hits.filter((hit) => hit.sink === sink && hit.isAllowed).length;
        return `leak scan: ${sink}: ${of.length} readings, ${allowed} hits where a canary may be`;
      }),
      '',
    ].join('\n'),
  );
}

it('shows nothing of what it is told outside the places where that is kept', {
  timeout: 300_000,
}, async () => {
  const said = await plantCanaries({ local, canaries, model, failing, others });
  await vi.waitUntil(() => TRACED.every((name) => collector.spans().some((span) => span.name === name)), {
    timeout: 60_000,
  });
  const readings = await readAll(said);
  const all = [...canaries.all, ...ownSecrets()];
  const hits = findHits(all, readings);
  report(readings, hits, all.length);
  expect(all.length).toBeGreaterThanOrEqual(50);
  for (const sink of [
    'logs',
    'queue Redis',
    'cache Redis',
    'PostgreSQL',
    'audit',
    'metrics',
    'traces',
    'dashboard',
  ] as const)
    expect(
      readings.filter((reading) => reading.sink === sink && reading.bytes.length > 0).length,
      sink,
    ).toBeGreaterThan(0);
  // That the search finds what is there: the document is in its store, and the keys in their file.
  expect(hits).toContainEqual({
    canary: 'document text',
    sink: 'PostgreSQL',
    place: expect.any(String) as string,
    isAllowed: true,
  });
  expect(hits).toContainEqual({
    canary: 'API key of admin',
    sink: 'files',
    place: 'local.json',
    isAllowed: true,
  });
  expect(hits.filter(({ isAllowed }) => !isAllowed)).toEqual([]);
});
