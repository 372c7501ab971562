import { once } from 'node:events';
import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import type { StreamEvent } from '@ragfleet/job-queue';
import { problemStatus } from '@ragfleet/contracts';
import { toFault } from '@ragfleet/kernel';
import { createLogger } from '@ragfleet/service-runtime';
import express, { type NextFunction, type Request, type Response } from 'express';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { caller } from '../routes/admission.test-data.ts';
import { serveApp } from '../testing/serve-app.fixture.ts';
import { createEventStreams } from './event-stream.ts';
import { contextOf } from './request-context.ts';

const logger = createLogger({ service: 'test', level: 'fatal' });
const token = (sequence: number, text = 'x'): StreamEvent => ({
  id: `${sequence}-0`,
  type: 'token',
  data: { text, run: 1 },
});
const done: StreamEvent = { id: '9-0', type: 'done', data: {} };

let stop = async (): Promise<void> => {};
afterEach(() => stop());

type Open = (afterId: string | null, signal: AbortSignal) => AsyncIterable<StreamEvent>;

async function serve(open: Open, maxStreams = 10): Promise<string> {
  const streams = createEventStreams({ maxStreams, logger });
  const app = express();
  app.get('/', async (request, response) => {
    const tenantId = request.get('tenant');
    if (tenantId !== undefined)
      contextOf(request).caller = { ...caller, tenantId, principalId: request.get('person') ?? '' };
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    await streams.send(request, response, { kind: 'events', open }, gone.signal);
  });
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const { kind, message } = toFault(error);
    response.status(problemStatus(kind)).end(message);
  });
  const server = await serveApp(app);
  stop = server.stop;
  return server.url;
}

async function* untilAborted(_afterId: string | null, signal: AbortSignal): AsyncIterable<StreamEvent> {
  yield token(1);
  if (!signal.aborted) await once(signal, 'abort');
}

describe('event streams', () => {
  it('send every event with its id and type, and close after done', async () => {
    const url = await serve(async function* () {
      yield token(1, 'two\nlines');
      yield done;
      yield token(10, 'never sent');
    });
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const text = await response.text();
    expect(text).toContain('id: 1-0\n');
    expect(text).toContain('event: token\n');
    expect(text).toContain('data: {"text":"two\\nlines","run":1}\n');
    expect(text).toContain('event: done\n');
    expect(text).not.toContain('never sent');
  });

  it.each([
    ['resume after the last event id', '12-3', '12-3'],
    ['replay from the first when the id is not one of theirs', '1; DROP', null],
    ['replay from the first when the id is larger than any of theirs', '99999999999999999999-0', null],
  ])('%s', async (_name, sent, received) => {
    let asked: string | null | undefined;
    const url = await serve(async function* (afterId) {
      asked = afterId;
      yield done;
    });
    await (await fetch(url, { headers: { 'last-event-id': sent } })).text();
    expect(asked).toBe(received);
  });

  it('refuse more than their bound, and make room when a client leaves', async () => {
    const url = await serve(untilAborted, 1);
    const leaving = new AbortController();
    const first = await fetch(url, { signal: leaving.signal });
    expect([first.status, (await fetch(url)).status]).toEqual([200, 503]);
    leaving.abort();
    const staying = new AbortController();
    await vi.waitUntil(async () => (await fetch(url, { signal: staying.signal })).status === 200);
    staying.abort();
  });

  it('leave places to others: a caller has a share, and a tenant with all its callers', async () => {
    const url = await serve(untilAborted, 202);
    const leaving = new AbortController();
    const open = async (tenant: string, person: string): Promise<number | string> => {
      const response = await fetch(url, { headers: { tenant, person }, signal: leaving.signal });
      return response.ok ? 200 : `${response.status} ${await response.text()}`;
    };
    const ofAnn = await Promise.all(Array.from({ length: 100 }, () => open('acme', 'ann')));
    expect(new Set(ofAnn)).toEqual(new Set([200]));
    expect(await open('acme', 'ann')).toMatch(/^429 .*of yours/);
    expect(await open('acme', 'bob')).toBe(200);
    expect(await open('acme', 'eve')).toMatch(/^429 .*of your tenant/);
    expect(await open('globex', 'ann')).toBe(200);
    leaving.abort();
  });

  it('hold up a slow reader instead of buffering for it', async () => {
    let sent = 0;
    const url = await serve(async function* () {
      for (; sent < 2_000; sent += 1) yield token(sent, 'x'.repeat(64 * 1024));
      yield done;
    });
    const response = await fetch(url);
    let last = -1;
    await vi.waitUntil(
      () => {
        const isHeldUp = sent > 0 && sent === last;
        last = sent;
        return isHeldUp;
      },
      { interval: 200 },
    );
    expect(sent).toBeLessThan(1_000);
    await response.body?.cancel();
  });

  it('are opened by nobody who asks for the head alone, and hold up no later request of the connection', async () => {
    let opened = 0;
    const url = await serve(async function* (_afterId, signal) {
      opened += 1;
      yield* untilAborted(null, signal);
    });
    const { port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    const twice = ['HEAD / HTTP/1.1', 'HEAD / HTTP/1.1\r\nConnection: close'];
    socket.write(twice.map((head) => `${head}\r\nHost: x\r\n\r\n`).join(''));
    expect((await textOf(socket)).match(/HTTP\/1.1 200/g)).toHaveLength(2);
    expect(opened).toBe(0);
  });

  it('break off without done when their source fails, so that the client comes back', async () => {
    const url = await serve(async function* () {
      yield token(1);
      throw new Error('the source is gone');
    });
    const text = await (await fetch(url)).text();
    expect(text).toContain('id: 1-0\n');
    expect(text).not.toMatch(/done|gone/);
  });
});
