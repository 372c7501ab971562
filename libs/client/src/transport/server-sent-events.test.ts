import { expect, it } from 'vitest';
import { readServerSentEvents, type ServerSentEvent } from './server-sent-events.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function read(body: ReadableStream<Uint8Array>, silenceMs?: number): Promise<ServerSentEvent[]> {
  const all: ServerSentEvent[] = [];
  for await (const message of readServerSentEvents(body, silenceMs)) all.push(message);
  return all;
}

it('reads a letter that two chunks share', async () => {
  const [first, second] = [bytes('data: \u00e9\n\n').slice(0, 7), bytes('data: \u00e9\n\n').slice(7)];
  expect(await read(ReadableStream.from([first, second]))).toEqual([
    { id: null, event: 'message', data: '\u00e9' },
  ]);
});

it('gives up a stream that has fallen silent, and lets go of it', async () => {
  const { promise: canceled, resolve } = Promise.withResolvers<void>();
  const silent = new ReadableStream<Uint8Array>({ cancel: () => resolve() });
  await expect(read(silent, 10)).rejects.toThrow('Nothing came for 10 ms.');
  await canceled;
});

it('lets go of the stream when its reader stops', async () => {
  const { promise: canceled, resolve } = Promise.withResolvers<void>();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(bytes('data: 1\n\n')),
    cancel: () => resolve(),
  });
  for await (const message of readServerSentEvents(body)) {
    expect(message.data).toBe('1');
    break;
  }
  await canceled;
});
