import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Consumer, installPackedClient } from '../client-package/pack-client.fixture.ts';
import { codeBlocks } from '../documents/read-markdown.ts';
import { describeWithPython } from './describe-with-python.fixture.ts';
import { type Outcome, runProgram } from './run-program.fixture.ts';
import { type Fleet, startFleet } from './start-fleet.fixture.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TYPES = join(ROOT, 'node_modules', '@types');
const read = (path: string): Promise<string> => readFile(join(ROOT, path), 'utf8');

let fleet: Fleet;
let consumer: Consumer;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  [fleet, consumer] = await Promise.all([startFleet(), installPackedClient()]);
  env = { RAGFLEET_URL: fleet.url, RAGFLEET_API_KEY: fleet.keys['admin'] ?? '' };
}, 300_000);
afterAll(async () => {
  await fleet?.stop();
  await consumer?.stop();
}, 180_000);

const run = (file: string, args: readonly string[], over: Readonly<Record<string, string>> = {}) =>
  runProgram(file, args, { cwd: consumer.folder, env: { ...env, ...over } });
const typecheck = async (files: readonly string[]): Promise<Outcome> => {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2022'],
    allowImportingTsExtensions: true,
    typeRoots: [TYPES],
    types: ['node'],
  };
  await writeFile(join(consumer.folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  return runProgram(join(ROOT, 'node_modules', '.bin', 'tsc'), ['-p', '.'], { cwd: consumer.folder });
};

describe('the README of the SDK', () => {
  it('holds a program that compiles, and answers on a fleet', async () => {
    const [program = ''] = codeBlocks(await read('libs/client/README.md'), 'ts');
    await writeFile(join(consumer.folder, 'example.ts'), program);
    expect(await typecheck(['example.ts'])).toMatchObject({ stdout: '', code: 0 });
    const { code, stdout, stderr } = await run(process.execPath, ['example.ts']);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('six weeks');
    expect(stdout).toContain("succeeded [ 'Lockers' ]");
    expect(stdout).toContain('conflict');
  });
});

describeWithPython('docs/python.md', () => {
  it('is a program that asks, streams, ingests and receives a webhook', async () => {
    const program = codeBlocks(await read('docs/python.md'), 'python').join('\n\n');
    await writeFile(join(consumer.folder, 'quick_start.py'), program);
    const { code, stdout, stderr } = await run('python3', ['quick_start.py']);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/succeeded .*four weeks/);
    expect(stdout).toContain('[1] Company bicycles');
    expect(stdout).toMatch(/\nsucceeded, \$0/);
    expect(stdout).toMatch(/query\.succeeded q_/);
  });
});

describe('docs/migrating-from-synchronous.md', () => {
  let names: readonly string[];
  beforeAll(async () => {
    const blocks = codeBlocks(await read('docs/migrating-from-synchronous.md'), 'ts');
    names = blocks.map((block) => /^\/\/ (\S+\.ts)\n/.exec(block)?.[1] ?? 'unnamed.ts');
    await Promise.all(blocks.map((block, at) => writeFile(join(consumer.folder, names[at] ?? ''), block)));
  });

  it('has files that compile', async () => {
    expect(names).toEqual(['move-documents.ts', 'old-answer.ts', 'shadow.ts', 'facade.ts', 'new-client.ts']);
    expect(await typecheck(names)).toMatchObject({ stdout: '', code: 0 });
  });

  it('moves documents, and a new client streams what they say', async () => {
    const document = { id: 'canteen', title: 'Canteen', content: 'The canteen closes at half past two.' };
    await writeFile(join(consumer.folder, 'documents.jsonl'), `${JSON.stringify(document)}\n`);
    expect(await run(process.execPath, ['move-documents.ts'])).toMatchObject({
      stdout: '1 embedded, 0 unchanged, 0 failed\n',
      code: 0,
    });
    const { stdout, stderr } = await run(process.execPath, ['new-client.ts', 'When does the canteen close?']);
    expect(stdout, stderr).toMatch(/half past two[\s\S]*\nsucceeded\n$/);
  });

  it.each([
    ['old', 'What the old pipeline says', /facade/],
    ['shadow', 'What the old pipeline says', /"fleet":\{"answer":"[^"]*half past two/],
    ['fleet', 'half past two', /facade/],
  ])('answers old callers with %s', async (answerWith, expected, logged) => {
    await withFacade(answerWith, async ({ url, said }) => {
      const response = await fetch(url, ASKED);
      expect(await response.text(), said()).toContain(expected);
      await vi.waitFor(() => expect(said()).toMatch(logged));
    });
  });

  it('cancels the question of an old caller who hangs up', async () => {
    const newest = async (): Promise<{ readonly id: string; readonly status: string } | undefined> => {
      const headers = { authorization: `Bearer ${fleet.keys['admin']}` };
      const reply = await fetch(`${fleet.url}/v1/queries?limit=1`, { headers });
      return ((await reply.json()) as { data: { id: string; status: string }[] }).data[0];
    };
    const before = await newest();
    process.kill(fleet.workerPid, 'SIGSTOP');
    try {
      await withFacade('fleet', async ({ url }) => {
        const caller = new AbortController();
        const asking = fetch(url, { ...ASKED, signal: caller.signal });
        const isWaiting = async (): Promise<void> => expect((await newest())?.id).not.toBe(before?.id);
        await vi.waitFor(isWaiting);
        caller.abort();
        await expect(asking).rejects.toThrow('aborted');
        await vi.waitFor(async () => expect((await newest())?.status).toBe('canceled'));
      });
    } finally {
      process.kill(fleet.workerPid, 'SIGCONT');
    }
  });
});

const ASKED = {
  method: 'POST',
  body: JSON.stringify({ question: 'When does the canteen close?' }),
};

interface Facade {
  readonly url: string;
  readonly said: () => string;
}

async function withFacade(answerWith: string, use: (facade: Facade) => Promise<void>): Promise<void> {
  const facade = spawn(process.execPath, ['facade.ts'], {
    cwd: consumer.folder,
    env: { ...process.env, ...env, ANSWER_WITH: answerWith, PORT: '0' },
  });
  const ended = once(facade, 'exit');
  let said = '';
  for (const stream of [facade.stdout, facade.stderr]) stream.on('data', (bytes) => (said += String(bytes)));
  try {
    await vi.waitFor(() => expect(said).toMatch(/facade on \d+/));
    const port = /facade on (\d+)/.exec(said)?.[1];
    await use({ url: `http://127.0.0.1:${port}/ask`, said: () => said });
  } finally {
    facade.kill();
    await ended;
  }
}
