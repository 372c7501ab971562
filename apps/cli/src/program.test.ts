import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalEmbedder } from '@ragfleet/models';
import { PRICE_LIST } from '@ragfleet/pricing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseQueueDepths } from './commands/queue.ts';
import { checkClock } from './doctor/check-fleet.ts';
import { checkNode } from './doctor/check-machine.ts';
import { findFleet } from './find-fleet.ts';
import { createProgram } from './program.ts';
import { noSealer } from './testing/no-sealer.fixture.ts';

const QUERY = {
  id: 'q_1',
  status: 'succeeded',
  error: null,
  result: { answer: 'Because.', citations: [{ index: 1, title: 'Reasons', namespace: 'default' }] },
};
const METRICS = `# TYPE ragfleet_queue_jobs gauge
ragfleet_queue_jobs{queue="rag-high",state="wait"} 3
ragfleet_queue_jobs{state="active",queue="rag-high"} 1
ragfleet_queue_jobs{queue="ingest",state="failed"} 0
other_metric{queue="x",state="wait"} 9
`;
const STATS = {
  hit_rate: 0.5,
  exact_rate: 0.3,
  semantic_rate: 0.2,
  breakdown: { exact: 3, semantic: 2, retrieval: 1, miss: 4, bypass: 0, coalesced: 1 },
  entries: 7,
  saved_usd: 0.25,
  checks: { direct: 3, revalidated: 2, refused: 1 },
};
const REPLIES: Readonly<Record<string, string>> = {
  'POST /v1/queries': JSON.stringify({ id: 'q_1', status: 'queued' }),
  'GET /v1/queries/q_1/events': `event: token\ndata: {"text":"Because.","run":1}\n\nevent: done\ndata: ${JSON.stringify(QUERY)}\n\n`,
  'GET /metrics': METRICS,
  'GET /healthz': '{}',
  'GET /v1/cache/stats': JSON.stringify(STATS),
  'GET /v1/costs': JSON.stringify({
    from: '2026-11-02',
    to: '2026-12-01',
    queries: 2,
    total_usd: 1,
    avg_usd_per_query: 0.5,
    saved_usd: 0,
    unsettled_usd: 0.25,
    cache_hit_rate: 0.5,
  }),
};

let server: Server;
let dir: string;
let url: string;
let output: { stdout: string; stderr: string };
let keys: string[];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ragfleet-cli-'));
  output = { stdout: '', stderr: '' };
  keys = [];
  server = createServer((request, response) => {
    keys.push(request.headers.authorization ?? '');
    request.resume();
    const body = REPLIES[`${request.method} ${request.url?.split('?')[0]}`];
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const api_keys = { user: 'key-user', admin: 'key-admin', operator: 'key-operator' };
  await writeFile(join(dir, 'local.json'), JSON.stringify({ ingress_url: url, api_keys }));
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(dir, { recursive: true, force: true });
});

const fleetHere = () =>
  findFleet({
    url: undefined,
    apiKey: undefined,
    metricsUrl: undefined,
    descriptionPaths: [join(dir, 'missing.json'), join(dir, 'local.json')],
  });

const run = (...args: readonly string[]): Promise<boolean | null> => runAt(fleetHere, args);

async function runAt(fleet: typeof fleetHere, args: readonly string[]): Promise<boolean | null> {
  let outcome: boolean | null = null;
  const context = {
    fleet,
    print: (line: string) => (output.stdout += `${line}\n`),
    write: (text: string) => (output.stdout += text),
    say: (text: string) => (output.stderr += text),
    terminal: null,
    stores: {},
    embedder: async () => createLocalEmbedder(),
    prices: async () => PRICE_LIST,
    signal: new AbortController().signal,
  };
  const machine = { root: dir, nodeVersion: '24.1.0' };
  await createProgram({ context, machine, sealer: noSealer, onEnd: (ok) => (outcome = ok) }).parseAsync(
    args,
    { from: 'user' },
  );
  return outcome;
}
const lastLine = (): unknown => JSON.parse(output.stdout.trimEnd().split('\n').at(-1) ?? '');

test('ask streams the answer, then names its sources', async () => {
  expect(await run('ask', 'Why?')).toBe(true);
  expect(output.stdout).toBe('Because.\n[1] Reasons (default)\n');
  expect(keys).toContain('Bearer key-user');
});

test('ask --json leaves the query alone on standard output', async () => {
  await run('ask', 'Why?', '--json');
  expect(lastLine()).toEqual(QUERY);
  expect(output.stderr).toContain('Because.');
});

test('queue reads the depths from the metrics, as the operator', async () => {
  await run('queue', '--json');
  expect(lastLine()).toEqual({ queues: { 'rag-high': { wait: 3, active: 1 }, ingest: { failed: 0 } } });
  expect(keys).toEqual(['Bearer key-operator']);
});

test('costs prints the report', async () => {
  await run('costs', '--json', '--group-by', 'model');
  expect(lastLine()).toMatchObject({ queries: 2, total_usd: 1 });
  output.stdout = '';
  await run('costs');
  expect(output.stdout.split('\n')).toEqual([
    '2026-11-02 to 2026-12-01: 2 queries, $1.000000 in all',
    '$0.500000 a query, $0.000000 saved',
    '$0.250000 of it stands at its reservation: a provider never told what it used',
    '50 % answered from the cache',
    '',
  ]);
});

test('cache stats shows what the cache did, as the administrator', async () => {
  await run('cache', 'stats', '--json');
  expect(lastLine()).toEqual(STATS);
  expect(keys).toContain('Bearer key-admin');
  await run('cache', 'stats');
  expect(output.stdout).toContain('50 % answered from the cache');
});

test('doctor fails with a fix for each thing that is wrong', async () => {
  expect(await run('doctor', '--json')).toBe(false);
  const { ok, findings } = lastLine() as {
    ok: boolean;
    findings: Array<{ check: string; ok: boolean; fix: unknown }>;
  };
  expect(ok).toBe(false);
  expect(findings.find(({ check }) => check === 'fleet')).toMatchObject({ ok: true, fix: null });
  expect(findings.find(({ check }) => check === 'packages')).toMatchObject({
    ok: false,
    fix: 'Run: npm ci --ignore-scripts',
  });
  expect(findings.find(({ check }) => check === 'ready')).toMatchObject({ ok: false });
});

test.each([
  ['elsewhere', { apiKey: 'k' }, ['node']],
  ['on this machine', {}, ['node', 'packages', 'redis binary', 'disk']],
  ['nowhere', { descriptionPaths: [] }, ['node', 'packages', 'redis binary', 'disk']],
])('doctor of a fleet that is %s looks at what this machine needs for it', async (_where, over, checks) => {
  const { apiKey, descriptionPaths } = {
    apiKey: undefined,
    descriptionPaths: [join(dir, 'local.json')],
    ...over,
  };
  const named = {
    url: apiKey === undefined ? undefined : url,
    apiKey,
    metricsUrl: undefined,
    descriptionPaths,
  };
  await runAt(() => findFleet(named), ['doctor', '--json']);
  const { findings } = lastLine() as { findings: { check: string }[] };
  const ofMachine = new Set(['node', 'packages', 'redis binary', 'disk']);
  expect(findings.map(({ check }) => check).filter((check) => ofMachine.has(check))).toEqual(checks);
});

test('an unknown command or lane is refused', async () => {
  await expect(run('fly')).rejects.toThrow('unknown command');
  await expect(run('ask', 'Why?', '--priority', 'urgent')).rejects.toThrow('Allowed choices');
});

test('the environment names another fleet, wholly or not at all', async () => {
  const named = { metricsUrl: undefined, descriptionPaths: [] };
  const fleet = await findFleet({ ...named, url: 'https://fleet.example', apiKey: 'k' });
  expect([fleet.url, fleet.keyFor('admin'), fleet.local]).toEqual(['https://fleet.example', 'k', null]);
  await expect(findFleet({ ...named, url: 'https://fleet.example', apiKey: undefined })).rejects.toThrow(
    'Set both',
  );
  for (const url of ['localhost:8080', 'fleet.example', 'ftp://fleet.example'])
    await expect(findFleet({ ...named, url, apiKey: 'k' })).rejects.toThrow(
      'RAGFLEET_URL is to be a whole address, such as https://fleet.example or http://127.0.0.1:8080.',
    );
  await expect(findFleet({ ...named, url: '', apiKey: '' })).rejects.toThrow('npm start');
  await expect(findFleet({ ...named, url: undefined, apiKey: undefined })).rejects.toThrow('npm start');
});

test('a folder that is named goes before every variable, and nothing else is tried where no fleet is in it', async () => {
  const named = { url: 'https://other.example', metricsUrl: 'https://other.example/metrics' };
  const options = { ...named, descriptionPaths: [join(dir, 'local.json')] };
  for (const apiKey of ['k', undefined]) {
    const fleet = await findFleet({ ...options, apiKey, dataDir: dir });
    expect(fleet).toMatchObject({ url, metricsUrl: null, dataDir: dir });
    expect(fleet.keyFor('admin')).toBe('key-admin');
  }
  const elsewhere = join(dir, 'elsewhere');
  await expect(findFleet({ ...options, apiKey: 'k', dataDir: elsewhere })).rejects.toThrow(
    `npm start -- --data-dir ${elsewhere}`,
  );
});

test('metrics without queues give none, and clocks are compared', async () => {
  expect(parseQueueDepths('up 1')).toEqual({});
  expect(checkClock('Sun, 22 Nov 2026 12:00:00 GMT', Date.parse('2026-11-22T12:00:04Z')).ok).toBe(true);
  expect(checkClock('Sun, 22 Nov 2026 12:00:00 GMT', Date.parse('2026-11-22T12:00:09Z')).ok).toBe(false);
  expect(checkClock(null).ok).toBe(false);
  expect((await checkNode('20.20.2')).fix).toContain('Install Node 24');
});
