import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '@ragfleet/kernel';
import { createReadPage, parseAllowHosts } from '@ragfleet/public-http';
import type { DocumentSource, SourceReading } from '@ragfleet/rag-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collect } from '../collect.fixture.ts';
import { createWebSource } from './create-web-source.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

const never = new AbortController().signal;
const HTML = { 'content-type': 'text/html' };
const PAUSE_MS = 50;
let server: Server;
let base: string;
let answer: Answer;
let running = 0;
let mostAtOnce = 0;
let arrivals: number[];

beforeAll(async () => {
  server = createServer((request, response) => {
    arrivals.push(performance.now());
    running += 1;
    mostAtOnce = Math.max(mostAtOnce, running);
    response.on('close', () => (running -= 1));
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  arrivals = [];
  mostAtOnce = 0;
});

function source(paths: readonly string[] = ['/a']): DocumentSource {
  const readPage = createReadPage({
    allowHosts: parseAllowHosts('127.0.0.1', 'SOURCE_ALLOW_HOSTS'),
    userAgent: 'Ragfleet-Sources/1',
    maxBytes: 10_000,
    timeoutMs: 1_000,
  });
  const urls = paths.map((path) => `${base}${path}`);
  return createWebSource({ urls, readPage, pauseMs: PAUSE_MS, clock: systemClock });
}

const read = (known: string | null = null): Promise<SourceReading> =>
  source().read(`${base}/a`, known, never);
async function revisionNow(): Promise<string> {
  const reading = await read();
  if (reading.status !== 'read') throw new Error(reading.status);
  return reading.revision;
}

describe('a list of web pages as a source', () => {
  it('lists the pages that were named, and asks nobody for it', async () => {
    const items = await collect(source(['/a', '/b']).list(never));
    expect(items).toEqual([
      { key: `${base}/a`, revision: null, sizeBytes: null },
      { key: `${base}/b`, revision: null, sizeBytes: null },
    ]);
    expect(arrivals).toEqual([]);
  });

  it('gives a page with its type', async () => {
    answer = (_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=x' }).end('hi');
    expect(await read()).toMatchObject({
      status: 'read',
      mediaType: 'text/html; charset=x',
      content: Buffer.from('hi'),
    });
  });

  it.each([
    ['an ETag', { etag: '"one"' }, 'if-none-match', '"one"'],
    ['a date', { 'last-modified': 'Mon, 02 Nov 2026 10:00:00 GMT' }, 'if-modified-since', /2026/],
  ])('asks with %s only for what is new', async (_name, headers, conditional, value) => {
    let asked: string | undefined;
    answer = (request, response) => {
      asked = request.headers[conditional as 'if-none-match'];
      response.writeHead(asked === undefined ? 200 : 304, { ...HTML, ...headers }).end('page');
    };
    const revision = await revisionNow();
    expect(await read(revision)).toEqual({ status: 'unchanged' });
    expect(asked).toMatch(value);
  });

  it('sees by the content what a server cannot tell, also when its ETag is another one each time', async () => {
    let text = 'one';
    answer = (_request, response) =>
      response.writeHead(200, { ...HTML, etag: `"${Math.random()}"` }).end(text);
    const revision = await revisionNow();
    expect(await read(revision)).toEqual({ status: 'unchanged' });
    text = 'two';
    expect(await read(revision)).toMatchObject({ status: 'read', content: Buffer.from('two') });
  });

  it('is not told that nothing changed when it has nothing', async () => {
    answer = (_request, response) => response.writeHead(304).end();
    await expect(read()).rejects.toMatchObject({ kind: 'corrupt' });
    await expect(read('a revision of something else')).rejects.toMatchObject({ kind: 'corrupt' });
  });

  it.each([404, 410])('says of %d that the page is gone, and of 500 that it cannot say', async (status) => {
    answer = (_request, response) => response.writeHead(status).end();
    expect(await read()).toEqual({ status: 'gone' });
    answer = (_request, response) => response.writeHead(500).end();
    await expect(read()).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

describe('a polite guest', () => {
  const readAll = async (pages: DocumentSource, paths: readonly string[]) => {
    for (const path of paths) await pages.read(`${base}${path}`, null, never).catch(() => null);
  };

  it('asks a host one at a time, and pauses', async () => {
    answer = (_request, response) => response.writeHead(200, HTML).end('page');
    const paths = ['/a', '/b', '/c'];
    await readAll(source(paths), paths);
    const gaps = arrivals.slice(1).map((at, index) => at - (arrivals[index] ?? 0));
    // A timer may fire a millisecond early.
    expect(gaps.every((gapMs) => gapMs >= PAUSE_MS - 2)).toBe(true);
    expect(mostAtOnce).toBe(1);
  });

  it('comes back to a host not before the time that it asked for', async () => {
    answer = (_request, response) => response.writeHead(503, { 'retry-after': '60' }).end();
    const pages = source(['/a', '/b']);
    await readAll(pages, ['/a', '/b']);
    expect(arrivals).toHaveLength(1);
    await expect(pages.read(`${base}/b`, null, never)).rejects.toThrow(/left alone/);
  });

  it('stops in its pause when it is told to', async () => {
    answer = (_request, response) => response.writeHead(200, HTML).end('page');
    const pages = createWebSource({
      urls: [],
      readPage: async () => ({ status: 'gone' }),
      pauseMs: 60_000,
      clock: systemClock,
    });
    await pages.read(`${base}/a`, null, never);
    const stop = new AbortController();
    const waiting = pages.read(`${base}/b`, null, stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
