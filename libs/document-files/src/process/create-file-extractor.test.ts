import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { toFault } from '@ragfleet/kernel';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { docxWith, mainPart, paragraph } from '../bad-files/office.fixture.ts';
import { collect } from '../collect.fixture.ts';
import type { Extraction, FileExtractor, SourceFile } from '../contract.ts';
import { createFileExtractor, type FileExtractorOptions } from './create-file-extractor.ts';

const never = new AbortController().signal;
const MEBIBYTE = 1024 * 1024;
let extractor: FileExtractor | null = null;
afterEach(async () => extractor?.close());

const open = (options: FileExtractorOptions = {}): FileExtractor =>
  (extractor = createFileExtractor(options));
const page = (words = 'Hello there.'): SourceFile => ({
  name: 'a.html',
  content: Buffer.from(`<p>${words}`),
});
/** Takes a second or so to read. */
const longPage = (): SourceFile => ({
  name: 'long.html',
  content: Buffer.from('<p>Words.</p>'.repeat(100_000)),
});
const reasonOf = ([extraction]: readonly Extraction[]): string =>
  extraction !== undefined && 'error' in extraction ? extraction.error.reason : 'ok';

/** The processes that this one started. */
const childIds = (): number[] =>
  readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number);

describe('a file that is too much', () => {
  test('is given up at the deadline, and the next one is read by a fresh process', async () => {
    const extractor = open({ processes: 1, maxFileMs: 300 });
    expect(reasonOf(await collect(extractor.extract(longPage(), never)))).toBe('too-slow');
    await extractor.close();
    const patient = open({ processes: 1 });
    expect(reasonOf(await collect(patient.extract(page(), never)))).toBe('ok');
  });

  test('is given up when its process needs more memory than allowed, and others are read on', async () => {
    const extractor = open({ processes: 1, maxProcessBytes: 192 * MEBIBYTE });
    const heavy = {
      name: 'heavy.docx',
      content: docxWith(mainPart(paragraph('word '.repeat(20)).repeat(150_000))),
    };
    const [first, second] = await Promise.all([
      collect(extractor.extract(heavy, never)),
      collect(extractor.extract(page(), never)),
    ]);
    expect(reasonOf(first)).toBe('too-much-memory');
    expect(reasonOf(second)).toBe('ok');
  });

  test.skipIf(process.platform !== 'linux')('is an error of its own when its process dies', async () => {
    const extractor = open({ processes: 1 });
    const before = new Set(childIds());
    const reading = collect(extractor.extract(longPage(), never));
    await vi.waitFor(() => expect(childIds().some((id) => !before.has(id))).toBe(true));
    for (const id of childIds()) if (!before.has(id)) process.kill(id, 'SIGSEGV');
    expect(reasonOf(await reading)).toBe('reader-died');
    expect(reasonOf(await collect(extractor.extract(page(), never)))).toBe('ok');
  });
});

describe.skipIf(process.platform !== 'linux')('a process that has died', () => {
  test('takes no other file, also before its end has been heard of', async () => {
    const extractor = open({ processes: 1 });
    const before = new Set(childIds());
    const half = '<p>Words.</p>'.repeat(30_000);
    const cutOff = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from(half);
      for (const id of childIds()) if (!before.has(id)) process.kill(id, 'SIGKILL');
      // No turn of the event loop in between.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
      yield Buffer.from(half);
    };
    for (let round = 0; round < 5; round += 1) {
      const broken = await collect(extractor.extract({ name: 'cut.html', content: cutOff() }, never));
      expect(['reader-died', 'too-much-memory']).toContain(reasonOf(broken));
      expect(reasonOf(await collect(extractor.extract(page(), never)))).toBe('ok');
    }
  });
});

describe('many files', () => {
  test('wait for their turn, and are refused when too many wait', async () => {
    const extractor = open({ processes: 1, maxWaiting: 2 });
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, async () => collect(extractor.extract(page(), never))),
    );
    const outcomes = results.map((result) =>
      result.status === 'fulfilled' ? 'read' : toFault(result.reason).kind,
    );
    expect(outcomes).toEqual(['read', 'read', 'read', 'overloaded', 'overloaded']);
  });

  test('do not wait for longer than they may', async () => {
    const extractor = open({ processes: 1, maxWaitMs: 50 });
    const slow = collect(extractor.extract(longPage(), never));
    await expect(collect(extractor.extract(page(), never))).rejects.toMatchObject({ kind: 'overloaded' });
    expect(reasonOf(await slow)).toBe('ok');
  });

  test.skipIf(process.platform !== 'linux')(
    'are read by as many processes as allowed, which are used again',
    async () => {
      const extractor = open({ processes: 2 });
      const before = new Set(childIds());
      const started = new Set<number>();
      for (let round = 0; round < 5; round += 1) {
        const files = Array.from({ length: 8 }, (_file, at) => page(`Page ${at}.`));
        const read = await Promise.all(files.map(async (file) => collect(extractor.extract(file, never))));
        expect(read.map(([document]) => document)).toMatchObject(
          files.map((_file, at) => ({ content: `Page ${at}.` })),
        );
        for (const id of childIds()) if (!before.has(id)) started.add(id);
      }
      expect(started.size).toBe(2);
    },
  );
});

describe('whoever reads', () => {
  test('may stop early, and the process takes the next file', async () => {
    const extractor = open({ processes: 1 });
    const lines = Array.from({ length: 20_000 }, (_line, at) =>
      JSON.stringify({ id: at, text: 'Words. '.repeat(20) }),
    );
    const file = { name: 'a.jsonl', content: Buffer.from(lines.join('\n')) };
    for await (const extraction of extractor.extract(file, never)) if (extraction.id === '3') break;
    expect(await collect(extractor.extract(page(), never))).toMatchObject([{ content: 'Hello there.' }]);
  });

  test('is told of the signal, wherever the file stands', async () => {
    const extractor = open({ processes: 1 });
    for (const afterMs of [0, 50, 300]) {
      const reason = new Error(`after ${afterMs} ms`);
      const controller = new AbortController();
      const reading = collect(extractor.extract(longPage(), controller.signal));
      setTimeout(() => controller.abort(reason), afterMs);
      await expect(reading).rejects.toBe(reason);
    }
    expect(reasonOf(await collect(extractor.extract(page(), never)))).toBe('ok');
  });

  test('is told of the signal also while a stream hangs', async () => {
    const extractor = open();
    async function* hanging(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('<p>');
      await new Promise(() => undefined);
    }
    const reason = new Error('enough');
    const reading = collect(
      extractor.extract({ name: 'a.html', content: hanging() }, AbortSignal.timeout(30)),
    );
    await expect(reading).rejects.toThrow('timeout');
    const aborted = AbortSignal.abort(reason);
    await expect(collect(extractor.extract({ name: 'a.html', content: hanging() }, aborted))).rejects.toBe(
      reason,
    );
  });

  test('gets the error of the stream as it is', async () => {
    const extractor = open();
    const away = new Error('the bucket is away');
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.alloc(MEBIBYTE, 'x');
      throw away;
    }
    const reading = collect(extractor.extract({ name: 'a.html', content: failing() }, never));
    await expect(reading).rejects.toBe(away);
  });

  test('hears that it was closed', async () => {
    const extractor = open({ processes: 1 });
    const begun = Promise.withResolvers<void>();
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        yield Buffer.from('<p>Words.</p>');
        begun.resolve();
        await setImmediate();
      }
    }
    const reading = collect(extractor.extract({ name: 'a.html', content: endless() }, never));
    const waiting = collect(extractor.extract(page(), never));
    const checks = [reading, waiting].map(async (read) =>
      expect(read).rejects.toMatchObject({ kind: 'canceled' }),
    );
    await begun.promise;
    await extractor.close();
    await Promise.all(checks);
    await expect(collect(extractor.extract(page(), never))).rejects.toMatchObject({ kind: 'canceled' });
  });
});

describe('the content', () => {
  test('may come in pieces that cut characters, from a stream or a path', async () => {
    const extractor = open();
    const bytes = Buffer.from(`# Größe\n\n${'Übermaß 東京 '.repeat(40_000)}`);
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < bytes.byteLength; at += 65_537) yield bytes.subarray(at, at + 65_537);
    }
    const dir = await mkdtemp(join(tmpdir(), 'ragfleet-content-'));
    await writeFile(join(dir, 'a.md'), bytes);
    const [whole] = await collect(extractor.extract({ name: 'a.md', content: bytes }, never));
    const [streamed] = await collect(extractor.extract({ name: 'a.md', content: pieces() }, never));
    const [read] = await collect(
      extractor.extract({ name: 'a.md', content: { path: join(dir, 'a.md') } }, never),
    );
    expect(whole).toMatchObject({ title: 'Größe', content: bytes.toString('utf8').trim() });
    expect(streamed).toEqual(whole);
    expect(read).toEqual(whole);
    await rm(dir, { recursive: true });
  });

  test('is not held beyond the limit, however much the stream gives', async () => {
    const extractor = open({ limits: { maxFileBytes: 2 * MEBIBYTE } });
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        given += 1;
        yield Buffer.alloc(MEBIBYTE, 'x');
      }
    }
    expect(reasonOf(await collect(extractor.extract({ name: 'a.txt', content: endless() }, never)))).toBe(
      'too-large',
    );
    expect(given).toBeLessThan(5);
  });

  test('of a path that is a folder or is gone is unreadable', async () => {
    const extractor = open();
    for (const path of [tmpdir(), join(tmpdir(), 'nothing-is-here.md')])
      expect(reasonOf(await collect(extractor.extract({ name: 'a.md', content: { path } }, never)))).toBe(
        'unreadable',
      );
  });
});
