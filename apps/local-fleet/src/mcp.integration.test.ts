import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import type { RagfleetClient } from '@ragfleet/client';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { LocalDescription } from './data-dir/local-description.ts';
import { createFleetHarness, type FleetHarness } from './testing/fleet-process.fixture.ts';
import { type HeldModel, startHeldModel } from './testing/held-model.fixture.ts';
import { startHeldFleet } from './testing/start-held-fleet.fixture.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const servers = z.object({
  mcpServers: z.object({ ragfleet: z.object({ command: z.string(), args: z.array(z.string()) }) }),
});

let fleets: FleetHarness;
let model: HeldModel;
let local: LocalDescription;
let admin: RagfleetClient;
const opened: Client[] = [];

beforeAll(async () => {
  fleets = await createFleetHarness();
  model = await startHeldModel({ humEveryMs: 500 });
  ({ local, client: admin } = await startHeldFleet(fleets, model, ['--workers', '1']));
}, 300_000);
afterEach(() => Promise.all(opened.splice(0).map((client) => client.close())));
afterAll(async () => {
  await fleets.end();
  await model.stop();
});

/** The official client, on the command that the documentation shows. */
async function connect(apiKey = local.api_keys['user'] ?? '', mode: 'legacy' | 'auto' = 'legacy') {
  const page = await readFile(`${ROOT}docs/mcp.md`, 'utf8');
  const snippet: unknown = JSON.parse(/```json\n(.*?)```/s.exec(page)?.[1] ?? '');
  const { command, args } = servers.parse(snippet).mcpServers.ragfleet;
  const transport = new StdioClientTransport({
    command,
    args: args.map((word) => (word === '/path/to/ragfleet' ? ROOT : word)),
    env: { PATH: process.env['PATH'] ?? '', RAGFLEET_URL: local.ingress_url, RAGFLEET_API_KEY: apiKey },
    stderr: 'pipe',
  });
  const noise: string[] = [];
  transport.stderr?.on('data', (bytes) => noise.push(String(bytes)));
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  // A line on standard output that is no message of the protocol ends up here.
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the client has no other way
  client.onerror = (error) => noise.push(error.message);
  opened.push(client);
  await client.connect(transport);
  return { client, noise };
}

const askAbout = (what: string) => ({
  name: 'ask',
  arguments: { question: `How many days does a repair under warranty take, ${what}?`, deadline_seconds: 120 },
});
const lastQuery = async () => (await admin.queries.list({ limit: 1 })).data[0];
const waitFor = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 60_000, interval: 50 });
const textOf = (result: { content: unknown }): string => JSON.stringify(result.content);

test('a call that the client takes back cancels the query that runs', async () => {
  const { client, noise } = await connect();
  const call = new AbortController();
  const given = client.callTool(askAbout('taken back'), { signal: call.signal, timeout: 120_000 });
  await waitFor(() => expect(model.held()).toBe(1));
  call.abort(new Error('Enough.'));
  await expect(given).rejects.toThrow('Enough.');
  await waitFor(async () => expect((await lastQuery())?.status).toBe('canceled'));
  await waitFor(() => expect(model.held()).toBe(0));
  expect(noise).toEqual([]);
});

test('a client that goes takes its query with it', async () => {
  const { client } = await connect();
  const given = client.callTool(askAbout('left alone'), { timeout: 120_000 });
  given.catch(() => undefined);
  await waitFor(() => expect(model.held()).toBe(1));
  await client.close();
  await waitFor(async () => expect((await lastQuery())?.status).toBe('canceled'));
});

test('a question is answered with its sources and its progress, and passages are found', async () => {
  const { client, noise } = await connect();
  const progress: string[] = [];
  const given = client.callTool(askAbout('answered'), {
    onprogress: ({ message }) => progress.push(message ?? ''),
    timeout: 120_000,
  });
  await waitFor(() => expect(progress).toContain('The question is being answered.'));
  model.release();
  const result = await given;
  expect(result.structuredContent).toMatchObject({
    answer: expect.stringContaining('nine days') as unknown,
    citations: [{ index: 1, document_id: 'warranty', title: 'Repairs' }],
  });
  const search = await client.callTool({ name: 'search', arguments: { query: 'warranty', limit: 1 } });
  expect(search.structuredContent).toMatchObject({ passages: [{ document_id: 'warranty', rank: 1 }] });
  expect(noise).toEqual([]);
});

test('a client of the newer protocol is served as well', async () => {
  model.release();
  const { client } = await connect(undefined, 'auto');
  expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
  const result = await client.callTool(askAbout('anew'), { timeout: 120_000 });
  expect(result.structuredContent).toMatchObject({ answer: expect.stringContaining('nine days') as unknown });
});

test('the key decides what is found, and a bad one says what to do', async () => {
  const [foreign, bad] = await Promise.all([
    connect(local.other_tenant_api_keys['admin']),
    connect('rag_test_nobody'),
  ]);
  const nothing = await foreign.client.callTool({ name: 'search', arguments: { query: 'warranty' } });
  expect(nothing.structuredContent).toEqual({ passages: [] });
  const refused = await bad.client.callTool(askAbout('by nobody'));
  expect([refused.isError, textOf(refused)]).toEqual([true, expect.stringContaining('API key')]);
});
