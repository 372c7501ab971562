import { localError } from '../problem.ts';
import { pause } from './pause.ts';
import { readServerSentEvents, type ServerSentEvent } from './server-sent-events.ts';
import type { Transport } from './transport.ts';
import { trustJson } from './trust-json.ts';

/** In a row, without an event between them. */
const MAX_RECONNECTS = 10;
const RECONNECT_PAUSE_MS = 250;

/** The events behind a path, from the first to `done`; a lost connection is taken up where it broke. */
export async function* readEvents<Event extends { readonly type: string }>(
  transport: Transport,
  path: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Event, void, undefined> {
  let lastId: string | null = null;
  for (let reconnects = 0; reconnects <= MAX_RECONNECTS; reconnects += 1) {
    if (reconnects > 0) await pause(RECONNECT_PAUSE_MS, signal);
    const response = await openStream(transport, path, lastId, signal);
    for await (const message of readUntilLost(response, signal)) {
      reconnects = 0;
      lastId = message.id ?? lastId;
      const event = trustJson<Event>(`{"type":${JSON.stringify(message.event)},"data":${message.data}}`);
      yield event;
      if (event.type === 'done') return;
    }
  }
  throw localError('stream-lost', 'The stream broke off', 'Read the resource itself instead.');
}

/** Ends quietly when the connection is lost, because that is taken up again; the caller's own abort is thrown. */
async function* readUntilLost(
  response: Response,
  signal: AbortSignal | undefined,
): AsyncGenerator<ServerSentEvent, void, undefined> {
  try {
    yield* readServerSentEvents(response.body ?? new ReadableStream());
  } catch (error) {
    if (signal?.aborted === true) throw error;
  }
}

function openStream(
  transport: Transport,
  path: string,
  lastId: string | null,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const resumed: Record<string, string> = lastId === null ? {} : { 'last-event-id': lastId };
  const headers = { accept: 'text/event-stream', ...resumed };
  return transport.open({ method: 'GET', path, headers, signal, isRepeatable: true });
}
