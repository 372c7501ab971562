/** One message of a `text/event-stream` body. */
export interface ServerSentEvent {
  readonly id: string | null;
  readonly event: string;
  readonly data: string;
}

// A line of the fleet is far below this; more means that the other side is something else.
const MAX_LINE_CHARACTERS = 16 * 1024 * 1024;
const LINE_END = /\r\n|\n|\r/;

/** The fleet sends a comment every 15 s: whoever says less is gone, even where the network does not tell. */
const SILENCE_MS = 60_000;

/** Parses an event stream as the HTML standard says, comments left out. Ends when the body does; throws when it falls silent. */
export async function* readServerSentEvents(
  body: ReadableStream<Uint8Array>,
  silenceMs: number = SILENCE_MS,
): AsyncGenerator<ServerSentEvent, void, undefined> {
  let fields: string[] = [];
  for await (const line of readLines(body, silenceMs)) {
    if (line !== '') {
      fields.push(line);
      continue;
    }
    const message = messageOf(fields);
    fields = [];
    if (message !== null) yield message;
  }
}

async function* readLines(
  body: ReadableStream<Uint8Array>,
  silenceMs: number,
): AsyncGenerator<string, void, undefined> {
  let buffered = '';
  for await (const text of readTexts(body, silenceMs)) {
    buffered += text;
    if (buffered.length > MAX_LINE_CHARACTERS) throw new Error('A line of the event stream is too long.');
    // A carriage return at the end may be the first half of a line end.
    const held = buffered.endsWith('\r') ? '\r' : '';
    const lines = buffered.slice(0, buffered.length - held.length).split(LINE_END);
    buffered = (lines.pop() ?? '') + held;
    yield* lines;
  }
}

/** Through a reader, because not every browser iterates over a stream. */
async function* readTexts(
  body: ReadableStream<Uint8Array>,
  silenceMs: number,
): AsyncGenerator<string, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await within(silenceMs, reader.read());
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    // Whoever stops reading lets go of the connection; a body that broke has nothing to let go of.
    reader.cancel().catch(() => undefined);
  }
}

function within<Value>(limitMs: number, promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Nothing came for ${limitMs} ms.`)), limitMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function messageOf(lines: readonly string[]): ServerSentEvent | null {
  const values = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  const data = values.get('data');
  if (data === undefined) return null;
  return {
    id: values.get('id')?.at(-1) ?? null,
    event: values.get('event')?.at(-1) ?? 'message',
    data: data.join('\n'),
  };
}
