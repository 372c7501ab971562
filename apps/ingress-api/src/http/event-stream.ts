import { once } from 'node:events';
import { Fault, type Principal } from '@ragfleet/kernel';
import type { Logger } from '@ragfleet/service-runtime';
import { createSession, type Session } from 'better-sse';
import type { Request, Response } from 'express';
import { contextOf } from './request-context.ts';
import { createKeyedSemaphore, ownerOf, type KeyedSemaphore } from './keyed-semaphore.ts';
import type { Reply } from './route.ts';

type EventsReply = Extract<Reply, { kind: 'events' }>;

export interface EventStreams {
  /** Sends events until `done`, the client's end or the server's stop; then the response is over. */
  send(request: Request, response: Response, reply: EventsReply, signal: AbortSignal): Promise<void>;
}

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  'X-Accel-Buffering': 'no',
};
const HEARTBEAT_MS = 15_000;
/** A browser opens a handful; more are streams that somebody forgot to close. */
const MAX_STREAMS_PER_CALLER = 100;
/** Of all streams. Never less than a caller's share: few streams are bounded as a whole. */
const SHARE_OF_TENANT = 0.5;
/** A number of 20 digits may be more than Redis counts to, and it refuses to look for one. */
const EVENT_ID = /^\d{1,19}-\d{1,19}$/;

/** Server-sent events. Each open stream holds a socket and a reader, so their number is bounded. */
export function createEventStreams(options: { maxStreams: number; logger: Logger }): EventStreams {
  const { maxStreams: places, logger } = options;
  const perTenant = Math.max(MAX_STREAMS_PER_CALLER, Math.floor(SHARE_OF_TENANT * places));
  const ofTenants = createKeyedSemaphore({ places, perOwner: perTenant });
  const ofCallers = createKeyedSemaphore({ places, perOwner: MAX_STREAMS_PER_CALLER });
  const takePlaces = (request: Request): Disposable => {
    const { caller } = contextOf(request);
    using taken = new DisposableStack();
    taken.use(takePlace(ofCallers, nameOf(caller), 'of yours'));
    taken.use(takePlace(ofTenants, ownerOf(caller), 'of your tenant'));
    return taken.move();
  };
  return {
    send: async (request, response, reply, signal) => {
      if (request.method === 'HEAD') {
        response.writeHead(200, HEADERS).end();
        return;
      }
      using _ = takePlaces(request);
      try {
        const session = await createSession(request, response, {
          keepAlive: HEARTBEAT_MS,
          sanitizer: afterSpace,
          headers: HEADERS,
        });
        await forward(session, response, reply.open(lastEventIdOf(request), signal), signal);
      } catch (error) {
        // The status line is out: the client comes back with Last-Event-ID and misses nothing.
        if (!response.headersSent) throw error;
        if (!signal.aborted) logger.warn({ error }, 'event stream broke off');
      } finally {
        if (response.headersSent) response.end();
      }
    },
  };
}

// The space is optional, but every example has it and clients written by hand expect it. Nothing that is sent has line
// ends: data are JSON, ids and types are the fleet's own.
const afterSpace = (text: string): string => ` ${text.replaceAll(/[\r\n]+/g, ' ')}`;

function takePlace(places: KeyedSemaphore, owner: string, whose: string): Disposable {
  const place = places.take(owner);
  if (place === 'share')
    throw new Fault('rate-limited', `Too many event streams ${whose} are open. Close some.`);
  if (place === 'all')
    throw new Fault('overloaded', 'Too many event streams are open. Poll instead, or try again.');
  return place;
}

const nameOf = (caller: Principal | null): string => JSON.stringify([ownerOf(caller), caller?.principalId]);

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
