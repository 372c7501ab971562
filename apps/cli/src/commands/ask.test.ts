import type { ServerResponse } from 'node:http';
import { openLocalServer } from '@ragfleet/test-support';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { findFleet } from '../find-fleet.ts';
import { runCommand } from '../testing/command-stage.fixture.ts';

const QUERY = {
  id: 'q_1',
  status: 'succeeded',
  error: null,
  result: {
    answer: 'Because it rains.',
    citations: [{ index: 1, title: 'Weather', namespace: 'default' }],
  },
};

/** To each request for the events, in turn; the last one again and again. */
let streams: ((response: ServerResponse) => unknown)[];
let output: { stdout: string; stderr: string };
let asked: string[];
/** Told when the question has arrived, with what replies to it. */
let onQuestion: (reply: () => void) => void;
let stop: AbortController;

beforeEach(() => {
  asked = [];
  onQuestion = (reply) => reply();
  stop = new AbortController();
  output = { stdout: '', stderr: '' };
  // Nobody waits between the attempts.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
const server = openLocalServer((request, response) => {
  request.resume();
  const line = `${request.method} ${request.url}`;
  asked.push(line);
  if (line === 'GET /v1/queries/q_1/events') (streams.length > 1 ? streams.shift() : streams[0])?.(response);
  else if (line === 'POST /v1/queries')
    onQuestion(() => response.end(JSON.stringify({ id: 'q_1', status: 'queued' })));
  else response.end(JSON.stringify(QUERY));
});

const refused = (status: number, kind: string) => (response: ServerResponse) =>
  response
    .writeHead(status)
    .end(JSON.stringify({ type: `https://ragfleet.dev/problems/${kind}`, title: kind, detail: 'Do it so.' }));
const askWith = (question: string) =>
  runCommand(['ask', question], {
    fleet: () => Promise.reject(new Error('Nobody looks for a fleet.')),
    print: () => undefined,
  });

test.each(['', '  \n'])('says how to ask where the question is %j', async (question) => {
  await expect(askWith(question)).rejects.toThrow(
    expect.objectContaining({ kind: 'invalid-input', message: 'Ask something: ragfleet ask "How …?"' }),
  );
});

const brokenOff = (text: string) => (response: ServerResponse) =>
  response
    .writeHead(200)
    .write(`id: 1\nevent: token\ndata: ${JSON.stringify({ text, run: 1 })}\n\n`, () => response.destroy());

const ask = (...options: readonly string[]): Promise<boolean | null> =>
  runCommand(['ask', 'Why?', ...options], {
    fleet: () => findFleet({ url: server.url(), apiKey: 'k', metricsUrl: undefined, descriptionPaths: [] }),
    print: (line) => (output.stdout += `${line}\n`),
    write: (text) => (output.stdout += text),
    say: (text) => (output.stderr += text),
    signal: stop.signal,
  });

test.each([
  [501, 'not-built'],
  [429, 'rate-limited'],
  [503, 'overloaded'],
])('shows the answer where its stream is refused with %i', async (status, kind) => {
  streams = [refused(status, kind)];
  expect(await ask()).toBe(true);
  expect(output.stdout).toBe('Because it rains.\n[1] Weather (default)\n');
});

test('prints the query alone with --json where there is no stream', async () => {
  streams = [refused(501, 'not-built')];
  expect(await ask('--json')).toBe(true);
  expect(JSON.parse(output.stdout)).toEqual(QUERY);
  expect(output.stderr).toBe('Because it rains.\n');
});

test('shows what a stream that broke off has left out', async () => {
  streams = [brokenOff('Because it '), refused(501, 'not-built')];
  expect(await ask()).toBe(true);
  expect(output.stdout).toBe('Because it rains.\n[1] Weather (default)\n');
});

test('shows nothing twice of a stream that came to its end', async () => {
  streams = [
    (response) =>
      response.end(
        `event: token\ndata: {"text":"Because it rains. ","run":1}\n\nevent: done\ndata: ${JSON.stringify(QUERY)}\n\n`,
      ),
  ];
  expect(await ask()).toBe(true);
  expect(output.stdout).toBe('Because it rains. \n[1] Weather (default)\n');
});

test('starts over where the answer is another than what a stream began', async () => {
  streams = [brokenOff('Perhaps '), refused(501, 'not-built')];
  expect(await ask()).toBe(true);
  expect(output.stdout).toBe('Perhaps \n[starting over]\nBecause it rains.\n[1] Weather (default)\n');
});

test('names the query in the error of what cannot be heard of it', async () => {
  streams = [refused(403, 'forbidden')];
  await expect(ask()).rejects.toThrow('forbidden: Do it so. The query q_1 may go on');
});

test('cancels the query when it is stopped before the reply that names it', async () => {
  onQuestion = (reply) => {
    stop.abort(new Error('Stopped.'));
    setImmediate(reply);
  };
  await expect(ask()).rejects.toThrow('Stopped.');
  expect(asked).toEqual(['POST /v1/queries', 'POST /v1/queries/q_1/cancel']);
});

test('waits no longer than 5 s for that reply, and says that the query may go on', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const arrived = Promise.withResolvers<void>();
  onQuestion = () => arrived.resolve();
  const stopped = ask().catch((error: unknown) => error);
  await arrived.promise;
  stop.abort(new Error('Stopped.'));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await stopped).toMatchObject({ message: expect.stringContaining('it may be answered') as string });
  expect(asked).toEqual(['POST /v1/queries']);
});

test('asks nothing once it is stopped', async () => {
  stop.abort(new Error('Stopped.'));
  await expect(ask()).rejects.toThrow('Stopped.');
  expect(asked).toEqual([]);
});
