import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const SECRET = 'rag_test_key_nobody-may-see-this';

let server: Server;
let url: string;
let asked: string[];
let followed: PromiseWithResolvers<void>;

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    const line = `${request.method} ${request.url}`;
    const isFirst = !asked.includes(line);
    asked.push(line);
    if (line === 'POST /v1/queries') response.end('{"id":"q_1","status":"queued"}');
    // Of q_1 a first word comes, and then nothing for as long as anybody listens.
    else if (line === 'GET /v1/queries/q_1/events')
      response.writeHead(200).write('event: token\ndata: {"text":"Because","run":1}\n\n');
    else if (line === 'POST /v1/queries/q_1/cancel') response.end('{"id":"q_1","status":"canceled"}');
    else if (line === 'POST /v1/documents' && isFirst) response.writeHead(202).end(QUEUED_INGESTION);
    // As soon as the first ingestion is followed, of which nothing is heard.
    else if (line === 'POST /v1/documents') void followed.promise.then(() => refuse(response));
    else if (line === 'GET /v1/ingestions/ing_1/events') {
      response.writeHead(200).flushHeaders();
      followed.resolve();
    } else if (line.startsWith('GET /v1/audit?')) response.end(manyEvents());
    else refuse(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
  followed = Promise.withResolvers();
});

const QUEUED_INGESTION = JSON.stringify({ id: 'ing_1', status: 'queued', counts: {} });

const REFUSAL = {
  type: 'https://ragfleet.dev/problems/unauthenticated',
  title: 'No valid credential',
  status: 401,
  detail: 'Send an API key.',
};

const refuse = (response: ServerResponse): unknown => response.writeHead(401).end(JSON.stringify(REFUSAL));

/** More than a pipe holds. */
function manyEvents(): string {
  const event = {
    timestamp: '2026-11-01T00:00:00Z',
    event_type: 'query',
    user_id: 'ada',
    metadata: { a: 'b'.repeat(5_000) },
  };
  return JSON.stringify({
    data: Array.from({ length: 500 }, () => event),
    has_more: false,
    covers: 'fleet',
  });
}

interface Running {
  readonly child: ReturnType<typeof spawn>;
  readonly said: { stdout: string; stderr: string };
  readonly ended: Promise<number | null>;
}

function start(...args: readonly string[]): Running {
  return startWith({}, args);
}

function startWith(variables: NodeJS.ProcessEnv, args: readonly string[]): Running {
  const env = { ...process.env, RAGFLEET_URL: url, RAGFLEET_API_KEY: SECRET, ...variables };
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (bytes) => (said.stdout += String(bytes)));
  child.stderr.on('data', (bytes) => (said.stderr += String(bytes)));
  const { promise: ended, resolve } = Promise.withResolvers<number | null>();
  child.once('close', resolve);
  return { child, said, ended };
}

async function run(...args: readonly string[]): Promise<Running['said'] & { readonly code: number | null }> {
  const { said, ended } = start(...args);
  const code = await ended;
  return { code, ...said };
}

describe('the exit code', () => {
  it('is 0 for help, which names the codes and goes to standard output', async () => {
    const { code, stdout, stderr } = await run('--help');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Exit codes: 0 it is done, 1 it failed, 2 it was called wrongly.');
  });

  it.each([
    ['an unknown command', ['fly'], 'unknown command'],
    ['no command', [], 'Usage: ragfleet'],
    ['a wrong option', ['ask', 'Why?', '--lane', 'high'], "unknown option '--lane'"],
    [
      'a file that is not there',
      ['cache', 'calibrate', '--pairs', 'gone.jsonl'],
      'gone.jsonl cannot be read',
    ],
  ])('is 2 for %s', async (_what, args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  it('comes with every line of what is wrong, where JSON is asked for', async () => {
    const variables = { EMBEDDING_DIMENSION: 'wide' };
    const { said, ended } = startWith(variables, ['vectors', 'refill', '--json']);
    expect(await ended).toBe(2);
    const { error } = JSON.parse(said.stdout) as { error: string };
    expect(error.split('\n').length).toBeGreaterThan(1);
    expect(said.stderr).toBe(`${error}\n`);
  });

  it.each([
    ['an option that is nearly one', ['ask', 'Why?', '--prority', 'high'], '(Did you mean --priority?)'],
    ['an unknown command', ['fly'], "unknown command 'fly'"],
    ['no such help', ['help', 'fly'], 'no command was named'],
  ])('comes with the fix for %s, where JSON is asked for', async (_what, args, message) => {
    const { code, stdout } = await run(...args, '--json');
    const { error } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as { error: string };
    expect([code, error]).toEqual([2, expect.stringContaining(message)]);
    expect(error).toMatch(/^(?!error:)[^]*\n\(add --help for what it takes\)$/);
  });

  it('is that of the program that it hands over to, and so is its line of JSON', async () => {
    const { code, stdout } = await run('bench', '--row', '99', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false });
  });

  it('is 1 for what failed, with the fix, and without the key', async () => {
    const { code, stdout, stderr } = await run('costs', '--json');
    expect(code).toBe(1);
    expect(stderr).toBe('No valid credential: Send an API key.\n');
    expect(JSON.parse(stdout)).toEqual({ ok: false, error: 'No valid credential: Send an API key.' });
    expect(stdout + stderr).not.toContain(SECRET);
  });
});

describe('what needs no fleet', () => {
  // Node says on standard error which files it loads.
  const TELL = `data:text/javascript,${encodeURIComponent(`
    import { registerHooks } from 'node:module';
    registerHooks({
      load: (url, context, next) => (process.stderr.write('loads ' + url + '\\n'), next(url, context)),
    });`)}`;

  it.each([[['--help']], [['completion', 'bash']], [['costs', 'estimate', '--help']]])(
    '%j loads no store, model or schema, so that it is there at once',
    async (args) => {
      const { stderr } = await promisify(execFile)(process.execPath, ['--import', TELL, MAIN, ...args]);
      const packages = [...stderr.matchAll(/(?:node_modules|libs)\/(@[\w-]+\/[\w-]+|[\w-]+)\//g)];
      expect(new Set(packages.map(([, name]) => name))).toEqual(new Set(['client', 'commander', 'kernel']));
    },
  );
});

describe('a data folder that is named', () => {
  it('is the fleet that is spoken to, whatever the variables of the shell name', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'ragfleet-cli-'));
    onTestFinished(() => rm(dir, { recursive: true }));
    await writeFile(join(dir, 'local.json'), JSON.stringify({ ingress_url: url, api_keys: {} }));
    const elsewhere = { RAGFLEET_URL: 'http://127.0.0.1:9', RAGFLEET_API_KEY: SECRET };
    await startWith(elsewhere, ['--data-dir', dir, 'erase', 'ada', '--confirm', 'ada']).ended;
    expect(asked).toEqual(['DELETE /v1/users/ada/data']);
  });
});

describe('a question that is stopped', () => {
  it('is canceled at the fleet', async () => {
    const { child, said, ended } = start('ask', 'Why?');
    await vi.waitFor(() => expect(said.stdout).toBe('Because'));
    child.kill('SIGINT');
    expect(await ended).toBe(1);
    expect(asked).toContain('POST /v1/queries/q_1/cancel');
    expect(said.stderr).toBe('Stopped by SIGINT.\n');
  });
});

describe('an ingestion whose second upload is refused', () => {
  it('ends with its error, though the first is still followed', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'ragfleet-cli-'));
    onTestFinished(() => rm(dir, { recursive: true }));
    const moreThanOneRequest = Array.from({ length: 201 }, (_, n) => join(dir, `${n}.txt`));
    await Promise.all(moreThanOneRequest.map((path) => writeFile(path, 'Text.')));
    const { child, said, ended } = start('ingest', dir, '--json');
    onTestFinished(() => void child.kill());
    expect(await ended).toBe(1);
    expect(said.stderr).toContain('What was accepted goes on: ing_1\nNo valid credential');
    expect(JSON.parse(said.stdout)).toMatchObject({ ok: false });
  });
});

describe('a pipe', () => {
  it('that is closed early ends the command without a word', async () => {
    const { child, said, ended } = start('audit', 'list', '--limit', '500');
    child.stdout?.once('data', () => child.stdout?.destroy());
    await ended;
    expect(said.stderr).toBe('');
  });

  it('gets no colours and no bars', async () => {
    const { stdout, stderr } = await run('doctor');
    expect(stdout).toContain('✗ ready');
    // oxlint-disable-next-line no-control-regex -- that is what is looked for
    expect(stdout + stderr).not.toMatch(/\u001b/);
  });
});
