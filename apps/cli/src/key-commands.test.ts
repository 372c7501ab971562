import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLocalEmbedder } from '@ragfleet/models';
import { PRICE_LIST } from '@ragfleet/pricing';
import { findFleet } from './find-fleet.ts';
import { createProgram } from './program.ts';
import { noSealer } from './testing/no-sealer.fixture.ts';

const key = (changes: object = {}) => ({
  id: 'abcd2345',
  status: 'active',
  role: 'user',
  principal_id: 'ada',
  name: null,
  expires_at: null,
  last_used_on: null,
  previous_secret_until: null,
  ...changes,
});
const SECRET = `rag_test_abcd2345_${'x'.repeat(43)}`;

let server: Server;
let url: string;
let replies: Record<string, unknown>;
let asked: { readonly line: string; readonly body: string }[];
let printed: string[];

beforeEach(async () => {
  [replies, asked, printed] = [{}, [], []];
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const line = `${request.method} ${request.url}`;
      asked.push({ line, body });
      response.writeHead(line in replies ? 200 : 404).end(JSON.stringify(replies[line] ?? {}));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function run(...words: string[]): Promise<boolean | null> {
  let outcome: boolean | null = null;
  const context = {
    fleet: () => findFleet({ url, apiKey: 'k', metricsUrl: undefined, descriptionPaths: [] }),
    stores: {},
    embedder: createLocalEmbedder,
    prices: () => PRICE_LIST,
    print: (line: string) => void printed.push(line),
    write: () => undefined,
    say: () => undefined,
    terminal: null,
    signal: new AbortController().signal,
  };
  const machine = { root: '.', nodeVersion: '24.1.0' };
  const program = createProgram({ context, machine, sealer: noSealer, onEnd: (ok) => (outcome = ok) });
  await program.parseAsync(['keys', ...words], { from: 'user' });
  return outcome;
}
const object = (): unknown => JSON.parse(printed.at(-1) ?? '');
const sent = (): unknown => JSON.parse(asked.at(-1)?.body ?? '');

it('list shows every key, and fails when one has expired', async () => {
  const used = key({ name: 'night job', last_used_on: '2026-11-01' });
  replies['GET /v1/api-keys'] = { object: 'list', data: [used] };
  expect(await run('list')).toBe(true);
  expect(printed).toEqual(['abcd2345  active   user     ada  (night job)  last used 2026-11-01']);
  const expired = key({ status: 'expired', expires_at: '2026-10-01T00:00:00.000Z' });
  replies['GET /v1/api-keys'] = { object: 'list', data: [used, expired] };
  expect(await run('list', '--json')).toBe(false);
  expect(object()).toEqual({ keys: [used, expired] });
});

it('create sends what was said and nothing else, and shows the secret once', async () => {
  replies['POST /v1/api-keys'] = { ...key(), secret: SECRET };
  const said = ['--role', 'admin', '--scope', 'read', 'write', '--lane', 'low', '--rate', '2.5'];
  expect(await run('create', 'ada', ...said, '--expires', '2027-01-31T00:00:00Z')).toBe(true);
  expect(sent()).toEqual({
    principal_id: 'ada',
    role: 'admin',
    scopes: ['read', 'write'],
    lanes: ['low'],
    requests_per_second: 2.5,
    expires_at: '2027-01-31T00:00:00Z',
  });
  expect(printed.filter((line) => line.includes(SECRET))).toHaveLength(1);
  await expect(run('create', 'ada')).rejects.toThrow('--role');
  await expect(run('create', 'ada', '--role', 'user', '--rate', '0')).rejects.toThrow('from 0.1');
});

it('rotate says until when the secret of before works', async () => {
  const until = '2026-11-01T01:00:00.000Z';
  replies['POST /v1/api-keys/abcd2345/rotate'] = { ...key({ previous_secret_until: until }), secret: SECRET };
  expect(await run('rotate', 'abcd2345')).toBe(true);
  expect(sent()).toEqual({ overlap_seconds: 3_600 });
  expect(printed.at(-1)).toBe(`The secret of before works until ${until}.`);
  await expect(run('rotate', 'abcd2345', '--overlap', '86401')).rejects.toThrow('86400');
});

it('revoke names one key', async () => {
  replies['DELETE /v1/api-keys/abcd2345'] = {};
  expect(await run('revoke', 'abcd2345', '--json')).toBe(true);
  expect(object()).toEqual({ revoked: 'abcd2345' });
  expect(asked.at(-1)?.line).toBe('DELETE /v1/api-keys/abcd2345');
});
