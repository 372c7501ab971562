import { Fault } from '@ragfleet/kernel';
import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** What follows the last event is not waited for. */
export const END = Symbol('end');

/**
 * What an event says to the reader: null for nothing. `Wire` is what its vendor's SDK takes it for, which is believed as far
 * as the SDK believes it; `name` is the event's, undefined where it has none.
 */
export type EventReader<Wire extends object, Said extends object> = (
  wire: Wire,
  about: { readonly name: string | undefined; readonly headers: Headers },
) => Said | typeof END | null;

/**
 * What the events of a reply say, which is read to its last one: in place of the SDKs' own streams, which copy each piece
 * twice and make a dozen promises for each event. Its iteration rejects with what the connection, an event that is no JSON
 * or `read` throws; its request ends when the reader stops. A reply of another type is somebody else's, a proxy's page or a
 * whole answer where a stream was asked for: Fault `unavailable`.
 */
export function readEvents<Wire extends object, Said extends object>(
  response: Response,
  read: EventReader<Wire, Said>,
): AsyncIterable<Said> {
  const { body, headers } = response;
  if (body !== null && /^text\/event-stream\b/i.test(headers.get('content-type') ?? ''))
    return said(body, ({ event: name, data }) =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDKs' own streams look at no more
      data === DONE ? END : read(JSON.parse(data) as Wire, { name, headers }),
    );
  void body?.cancel(BROKEN_OFF).catch(ignore);
  throw new Fault('unavailable', 'The model provider did not send a stream. Check its address.');
}

/** OpenAI's last event, and that of the services like it. */
const DONE = '[DONE]';
/** To a body whose end nobody waits for: its connection is not worth keeping. */
const BROKEN_OFF = 'The reader has left.';
const MORE = { stream: true };
const ignore = (): void => undefined;

async function* said<Said extends object>(
  body: ReadableStream<Uint8Array>,
  read: (event: EventSourceMessage) => Said | typeof END | null,
): AsyncGenerator<Said> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const arrived: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => void arrived.push(event) });
  const more = async (): Promise<boolean> => {
    const { done, value } = await reader.read();
    if (!done) parser.feed(decoder.decode(value, MORE));
    return !done;
  };
  let isOver = false;
  try {
    while (arrived.length > 0 || (await more())) {
      const event = arrived.shift();
      // A piece need not end an event.
      const one = event === undefined ? null : read(event);
      isOver = one === END;
      if (one === END) return;
      if (one !== null) yield one;
    }
  } finally {
    void reader.cancel(isOver ? undefined : BROKEN_OFF).catch(ignore);
  }
}
