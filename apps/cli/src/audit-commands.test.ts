import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLocalEmbedder } from '@ragfleet/models';
import { PRICE_LIST } from '@ragfleet/pricing';
import { findFleet } from './find-fleet.ts';
import { createProgram } from './program.ts';
import { noSealer } from './testing/no-sealer.fixture.ts';

const event = (id: string) => ({
  event_id: `evt_${id}`,
  event_type: 'operator_action',
  timestamp: '2026-11-01T00:00:00.000Z',
  user_id: 'root',
  metadata: { action: 'budget.set', target: ['acme', 'x'] },
});
const page = (ids: readonly string[], hasMore = false) => ({
  object: 'list',
  data: ids.map(event),
  has_more: hasMore,
  covers: 'machine',
});

let server: Server;
let url: string;
let dir: string;
let replies: unknown[];
let asked: string[];
let printed: string[];
let said: string[];

beforeEach(async () => {
  [replies, asked, printed, said] = [[], [], [], []];
  dir = await mkdtemp(join(tmpdir(), 'ragfleet-cli-'));
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(200).end(JSON.stringify(replies.shift() ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(dir, { recursive: true });
});

async function run(...line: readonly string[]): Promise<boolean | null> {
  let outcome: boolean | null = null;
  const context = {
    fleet: () => findFleet({ url, apiKey: 'k', metricsUrl: undefined, descriptionPaths: [] }),
    stores: {},
    embedder: createLocalEmbedder,
    prices: () => PRICE_LIST,
    print: (words: string) => void printed.push(words),
    write: () => undefined,
    say: (words: string) => void said.push(words),
    terminal: null,
    signal: new AbortController().signal,
  };
  const machine = { root: '.', nodeVersion: '24.1.0' };
  const program = createProgram({ context, machine, sealer: noSealer, onEnd: (ok) => (outcome = ok) });
  await program.parseAsync(['audit', ...line], { from: 'user' });
  return outcome;
}

it('list asks for several kinds of one person, and says that other machines keep their own', async () => {
  replies.push(page(['1']));
  expect(await run('list', '--user', 'root', '--type', 'error', 'operator_action', '--limit', '5')).toBe(
    true,
  );
  expect(asked).toEqual(['GET /v1/audit?limit=5&type=error&type=operator_action&user_id=root']);
  expect(printed).toEqual([
    '2026-11-01T00:00:00.000Z  operator_action  root  action=budget.set target=acme,x',
  ]);
  expect(said.join('')).toContain('one machine');
  await expect(run('list', '--limit', '501')).rejects.toThrow('from 1 to 500');
});

it.each([
  [true, null, 'Every chain holds; 3 events are yours.'],
  [false, 'evt_9', 'A chain is broken at evt_9.'],
])('verify ends with %s', async (valid, brokenAt, words) => {
  const verification = { valid, events: 3, broken_at: brokenAt, torn_at: [], covers: 'fleet' };
  replies.push(verification, verification);
  expect(await run('verify')).toBe(valid);
  expect(printed).toEqual([words]);
  expect(await run('verify', '--json')).toBe(valid);
  expect(JSON.parse(printed[1] ?? '')).toEqual(verification);
});

it('export writes every page to a new file, and never over one', async () => {
  replies.push(page(['3', '2'], true), page(['1']));
  const out = join(dir, 'audit.jsonl');
  expect(await run('export', '--out', out, '--from', '2026-11-01T00:00:00Z', '--json')).toBe(true);
  expect(asked[1]).toContain('starting_after=evt_2');
  const ids = (await readFile(out, 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  expect(ids).toEqual(['3', '2', '1'].map(event));
  expect(JSON.parse(printed[0] ?? '')).toEqual({ events: 3, file: out });
  await expect(run('export', '--out', out)).rejects.toThrow('not there yet');
});
