import { expect, it } from 'vitest';
import { END, type EventReader, readEvents } from './event-stream.ts';

interface Wire {
  readonly response: Response;
  send(text: string): void;
  end(): void;
  /** Why the reader left; a list of one, or none while it reads. */
  readonly left: unknown[];
}

function wire(contentType = 'text/event-stream; charset=utf-8'): Wire {
  const left: unknown[] = [];
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (opened) => {
      controller = opened;
    },
    cancel: (reason) => void left.push(reason),
  });
  return {
    response: new Response(body, { headers: { 'content-type': contentType } }),
    send: (text) => controller?.enqueue(Buffer.from(text)),
    end: () => controller?.close(),
    left,
  };
}

const read: EventReader<{ readonly said?: string; readonly isLast?: true }, { readonly said: string }> = (
  { said, isLast },
  { name },
) => {
  if (isLast === true) return END;
  return name === 'ping' || said === undefined ? null : { said };
};

async function all<Said>(events: AsyncIterable<Said>): Promise<Said[]> {
  const said: Said[] = [];
  for await (const one of events) said.push(one);
  return said;
}

it('reads events however they are cut and ended, and passes over those that say nothing', async () => {
  const { response, send, end } = wire();
  for (const piece of [
    ': hello\n\nda',
    'ta: {"said":"on',
    'e"}\r\n\r\nevent: ping\ndata: {"said":"ping"}\n\ndata: {"said":\ndata: "two"}\n',
    '\ndata: {"said":"cut"}',
  ])
    send(piece);
  end();
  expect(await all(readEvents(response, read))).toEqual([{ said: 'one' }, { said: 'two' }]);
});

it.each(['[DONE]', '{"isLast":true}'])(
  'waits for nothing behind %s, whose connection may stay open',
  async (last) => {
    const { response, send, left } = wire();
    send(`data: {"said":"one"}\n\ndata: ${last}\n\ndata: {"said":"late"}\n\n`);
    expect(await all(readEvents(response, read))).toEqual([{ said: 'one' }]);
    expect(left).toEqual([undefined]);
  },
);

it('breaks off where its reader leaves', async () => {
  const { response, send, left } = wire();
  send('data: {"said":"one"}\n\ndata: {"said":"two"}\n\n');
  for await (const _ of readEvents(response, read)) break;
  expect(left).toEqual([expect.any(String)]);
});

it('breaks off at an event that cannot be read', async () => {
  const { response, send, left } = wire();
  send('data: {"a"\n\n');
  await expect(all(readEvents(response, read))).rejects.toThrow(SyntaxError);
  expect(left).toEqual([expect.any(String)]);
});

it('breaks off what is no stream of events', () => {
  const { response, left } = wire('text/html');
  expect(() => readEvents(response, read)).toThrow(/did not send a stream/);
  expect(left).toEqual([expect.any(String)]);
});
