import type { Socket } from 'node:net';

/** What came in on one side and has not left on the other. A `reset` is an end without manners. */
export type Arrival =
  | { readonly type: 'chunk'; readonly bytes: Buffer; readonly arrivedAtMs: number }
  | { readonly type: 'end' | 'reset'; readonly arrivedAtMs: number };

export interface Inbox {
  /** The next one; the one before it no longer counts as held. */
  take(): Arrival | undefined;
}

/** Reads a socket ahead, as a network holds what is on its way: no further than `limitBytes` and one read. */
export function createInbox(source: Socket, limitBytes: number, onArrival: () => void): Inbox {
  const arrivals: Arrival[] = [];
  let heldBytes = 0;
  let takenBytes = 0;
  const arrive = (arrival: Arrival): void => {
    arrivals.push(arrival);
    onArrival();
  };
  source.on('data', (bytes: Buffer) => {
    heldBytes += bytes.length;
    if (heldBytes >= limitBytes) source.pause();
    arrive({ type: 'chunk', bytes, arrivedAtMs: performance.now() });
  });
  source.on('end', () => arrive({ type: 'end', arrivedAtMs: performance.now() }));
  source.on('error', () => arrive({ type: 'reset', arrivedAtMs: performance.now() }));
  return {
    take: () => {
      heldBytes -= takenBytes;
      if (source.isPaused() && heldBytes < limitBytes) source.resume();
      const arrival = arrivals.shift();
      takenBytes = arrival?.type === 'chunk' ? arrival.bytes.length : 0;
      return arrival;
    },
  };
}
