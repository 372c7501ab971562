import { once } from 'node:events';
import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeInChromium } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findNode, runProgram } from '../newcomer/run-program.fixture.ts';
import { type Consumer, installPackedClient } from './pack-client.fixture.ts';
import { publishedManifest, withJsSpecifiers } from './published-manifest.ts';

const TSC = fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url));
const TYPES = fileURLToPath(new URL('../../node_modules/@types', import.meta.url));
const SOURCE = fileURLToPath(new URL('../../libs/client', import.meta.url));
const PACKAGE = 'node_modules/@ragfleet/client';

/** Asks, streams and fails, as a program of a user. Prints one line of JSON. */
const PROGRAM = `
const { createClient, RagfleetError } = await import(SPECIFIER);
const client = createClient({ url: URL_OF_FLEET, apiKey: 'k' });
const query = await client.queries.create({ question: 'Why?' });
const events = [];
for await (const event of client.queries.stream(query.id)) events.push(event.type);
const error = await client.queries.get('q_none').catch((cause) => cause);
const outcome = { id: query.id, events, isTyped: error instanceof RagfleetError, status: error.status };
`;
const OUTCOME = { id: 'q_1', events: ['token', 'done'], isTyped: true, status: 404 };

let consumer: Consumer;
let server: Server;
let url: string;

beforeAll(async () => {
  consumer = await installPackedClient();
  const dist = join(consumer.folder, PACKAGE, 'dist');
  const replies: Readonly<Record<string, string>> = {
    'POST /v1/queries': '{"id":"q_1","status":"queued"}',
    'GET /v1/queries/q_1/events':
      'event: token\ndata: {"text":"a","run":1}\n\nevent: done\ndata: {"id":"q_1"}\n\n',
    'GET /': '<!doctype html><title>page</title><link rel="icon" href="data:,">',
  };
  server = createServer((request, response) => {
    request.resume();
    const path = request.url ?? '';
    const body = replies[`${request.method} ${path}`];
    if (path.startsWith('/dist/')) {
      response.setHeader('content-type', 'text/javascript');
      void readFile(join(dist, path.slice('/dist/'.length))).then((file) => response.end(file));
    } else {
      response.setHeader('content-type', path === '/' ? 'text/html' : 'application/json');
      response.writeHead(body === undefined ? 404 : 200).end(body);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await consumer.stop();
});

const filled = (specifier: string): string =>
  PROGRAM.replace('SPECIFIER', JSON.stringify(specifier)).replace('URL_OF_FLEET', JSON.stringify(url));

async function typecheck(name: string, lines: string, options: object): Promise<string> {
  await writeFile(join(consumer.folder, `${name}.ts`), lines);
  const compilerOptions = { strict: true, skipLibCheck: false, noEmit: true, typeRoots: [TYPES], ...options };
  const project = join(consumer.folder, `tsconfig.${name}.json`);
  await writeFile(project, JSON.stringify({ compilerOptions, files: [`${name}.ts`] }));
  return (await runProgram(TSC, ['-p', project], { cwd: consumer.folder })).stdout;
}

const TYPED = `
import { createClient, type Query, unwrapWebhook } from '@ragfleet/client';
const client = createClient({ url: 'http://127.0.0.1:8080', apiKey: 'k' });
export const query: Query = await client.queries.create({ question: 'Why?', priority: 'high' });
export const answer: string | undefined = query.result?.answer;
export const event = await unwrapWebhook({ headers: new Headers(), body: '' }, 'whsec_a');
`;
const FOR_NODE = { module: 'nodenext', target: 'es2022', lib: ['es2022'], types: ['node'] };
const FOR_BROWSERS = {
  module: 'esnext',
  moduleResolution: 'bundler',
  target: 'es2022',
  lib: ['es2022', 'dom'],
  types: [],
};

describe('the packed SDK', () => {
  it('is JavaScript and declarations, without a dependency and without the sources', async () => {
    const folder = join(consumer.folder, PACKAGE);
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({ engines: { node: '>=20' }, license: 'Apache-2.0' });
    for (const field of ['dependencies', 'devDependencies', 'scripts', 'private'])
      expect(manifest).not.toHaveProperty(field);
    const files = await readdir(folder, { recursive: true });
    expect(files).toContain('LICENSE');
    expect(files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))).toEqual([]);
    expect(await readdir(join(consumer.folder, 'node_modules', '@ragfleet'))).toEqual(['client']);
  });

  it('leaves the folder that it was packed from as it was', async () => {
    const manifest = await readFile(join(SOURCE, 'package.json'), 'utf8');
    expect(await readFile(join(consumer.packedFrom, 'package.json'), 'utf8')).toBe(manifest);
    await expect(access(join(consumer.packedFrom, 'dist'))).rejects.toThrow('ENOENT');
    await expect(access(join(consumer.packedFrom, 'LICENSE'))).rejects.toThrow('ENOENT');
  });

  const node = findNode(20);
  it(`asks, streams and fails on Node ${node.isOther ? '20' : process.version}`, async () => {
    const program = `${filled('@ragfleet/client')}console.log(JSON.stringify(outcome));`;
    await writeFile(join(consumer.folder, 'program.js'), program);
    const { stdout, stderr } = await runProgram(node.path, ['program.js'], { cwd: consumer.folder });
    expect(JSON.parse(stdout || 'null'), stderr).toEqual(OUTCOME);
  });

  it('has types that a strict compiler takes, for Node and for browsers', async () => {
    expect(await typecheck('for-node', TYPED, FOR_NODE)).toBe('');
    expect(await typecheck('for-browsers', TYPED, FOR_BROWSERS)).toBe('');
  });

  it('has types that refuse what the contract does not take', async () => {
    const wrong = TYPED.replace("priority: 'high'", "priority: 'urgent'");
    expect(await typecheck('wrong', wrong, FOR_NODE)).toContain('\'"urgent"\' is not assignable');
  });
});

describeInChromium('the packed SDK', (browser) => {
  it('asks, streams and fails as a module of a page', async () => {
    const { page } = await browser().open();
    await page.goto(url);
    expect(await page.evaluate(`(async () => { ${filled('/dist/index.js')} return outcome; })()`)).toEqual(
      OUTCOME,
    );
  });
});

describe('packing', () => {
  it('refuses a dependency', () => {
    const manifest = { name: 'a', version: '1.0.0', description: '', license: 'Apache-2.0' };
    expect(() => publishedManifest({ ...manifest, dependencies: { undici: '1' } })).toThrow('undici');
  });

  it('lets declarations name each other as JavaScript, and nothing else', () => {
    const text = `export { a } from './a.ts';\nlet b: import("../b.ts").B; from 'c.ts';`;
    expect(withJsSpecifiers(text)).toBe(
      `export { a } from './a.js';\nlet b: import("../b.js").B; from 'c.ts';`,
    );
  });
});
