import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { readEvents } from './read-events.js';

const STARTED = 'id: 1-1\nevent: status\ndata: {"status":"running"}\n\n';
const DONE = 'id: 1-2\nevent: done\ndata: {"status":"succeeded"}\n\n';
type Fetch = (path: string, request: RequestInit) => Promise<Response>;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Says this, and nothing more until it is let go. */
const saying = (text: string): Response =>
  new Response(new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode(text)) }));

/** As a proxy that takes a request and freezes. */
const never: Fetch = (_path, { signal }) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new DOMException('', 'TimeoutError')));
  });

/** Replies in turn, the last of them again and again; and the cursors that they were asked with. */
function serve(...replies: readonly [Fetch, ...Fetch[]]): (string | null)[] {
  const cursors: (string | null)[] = [];
  const fetch: Fetch = (path, request) => {
    const reply = replies[cursors.length] ?? replies.at(-1) ?? replies[0];
    cursors.push(new Headers(request.headers).get('last-event-id'));
    return reply(path, request);
  };
  vi.stubGlobal('fetch', fetch);
  return cursors;
}

async function typesOf(): Promise<readonly string[]> {
  const types: string[] = [];
  const lost = { signal: new AbortController().signal, whatGoesOn: 'It goes on.' };
  for await (const { type } of readEvents('rag_key', '/v1/queries/q_1/events', lost)) types.push(type);
  return types;
}

it('takes a stream up again that fell silent', async () => {
  const cursors = serve(
    async () => saying(STARTED),
    async () => saying(DONE),
  );
  const types = typesOf();
  await vi.advanceTimersByTimeAsync(59_000);
  expect(cursors).toEqual([null]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await types).toEqual(['status', 'done']);
  expect(cursors).toEqual([null, '1-1']);
});

it('asks again where no reply came, and leaves one that came all the time it needs', async () => {
  const heartbeats = new TransformStream<Uint8Array<ArrayBuffer>>();
  const writer = heartbeats.writable.getWriter();
  const say = (text: string) => writer.write(new TextEncoder().encode(text));
  const cursors = serve(never, async (_path, { signal }) => {
    signal?.addEventListener('abort', () => void writer.abort(signal.reason));
    return new Response(heartbeats.readable);
  });
  const types = typesOf();
  await vi.advanceTimersByTimeAsync(31_000);
  for (let beat = 0; beat < 8; beat += 1) {
    await say(': heartbeat\n\n');
    await vi.advanceTimersByTimeAsync(15_000);
  }
  await say(DONE);
  expect(await types).toEqual(['done']);
  expect(cursors).toEqual([null, null]);
});

it('gives up in the end, with a word on what goes on', async () => {
  const cursors = serve(() => Promise.reject(new TypeError('Failed to fetch')));
  const problem = typesOf().catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await problem).toMatchObject({
    title: 'The stream was lost',
    message: 'The connection broke again and again. It goes on.',
  });
  expect(cursors).toHaveLength(7);
});
