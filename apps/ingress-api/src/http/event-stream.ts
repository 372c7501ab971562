import { once } from 'node:events';
import { Fault } from '@ragfleet/kernel';
import type { Logger } from '@ragfleet/service-runtime';
import { createSession, type Session } from 'better-sse';
import type { Request, Response } from 'express';
import type { Reply } from './route.ts';

type EventsReply = Extract<Reply, { kind: 'events' }>;

export interface EventStreams {
  /** Sends events until `done`, the client's end or the server's stop; then the response is over. */
  send(request: Request, response: Response, reply: EventsReply, signal: AbortSignal): Promise<void>;
}

const HEARTBEAT_MS = 15_000;
const EVENT_ID = /^\d{1,20}-\d{1,20}$/;

/** Server-sent events. Each open stream holds a socket and a reader, so their number is bounded. */
export function createEventStreams(options: { maxStreams: number; logger: Logger }): EventStreams {
  let open = 0;
  return {
    send: async (request, response, reply, signal) => {
      if (open >= options.maxStreams) {
        throw new Fault('overloaded', 'Too many open event streams. Poll the query, or try again.');
      }
      open += 1;
      try {
        const session = await createSession(request, response, {
          keepAlive: HEARTBEAT_MS,
          headers: { 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
        });
        await forward(session, response, reply.open(lastEventIdOf(request), signal), signal);
      } catch (error) {
        // The status line is out: the client comes back with Last-Event-ID and misses nothing.
        if (!response.headersSent) throw error;
        if (!signal.aborted) options.logger.warn({ error }, 'event stream broke off');
      } finally {
        open -= 1;
        if (response.headersSent) response.end();
      }
    },
  };
}

async function forward(
  session: Session,
  response: Response,
  events: ReturnType<EventsReply['open']>,
  signal: AbortSignal,
): Promise<void> {
  for await (const event of events) {
    if (!session.isConnected) return;
    session.push(event.data, event.type, event.id);
    if (event.type === 'done') return;
    // A slow reader holds up its own stream, not the memory of the process.
    if (response.writableNeedDrain) await once(response, 'drain', { signal });
  }
}

/** null replays from the first event, which is also the answer to an id that is not ours. */
function lastEventIdOf(request: Request): string | null {
  const given = request.get('last-event-id') ?? '';
  return EVENT_ID.test(given) ? given : null;
}
