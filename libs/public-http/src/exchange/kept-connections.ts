import type { Client } from 'undici';

/** Connections that wait for their next request, by whom and what they are for. */
export interface KeptConnections {
  /** The one that has been idle for the shortest time; null where none waits. */
  take(place: string): Client | null;
  /** Keeps a connection that is open and has nothing to do, and ends any other. */
  give(place: string, client: Client): Promise<void>;
  /** Forgets one whose other side has gone. */
  forget(place: string, client: Client): void;
}

/** At most `max` of them: beyond that, one of the place that was longest unused ends. Each ends by its client's idle time. */
export function createKeptConnections(max: number): KeptConnections {
  const places = new Map<string, Client[]>();
  let count = 0;

  const forget = (place: string, client: Client): void => {
    const waiting = places.get(place) ?? [];
    const at = waiting.indexOf(client);
    if (at < 0) return;
    waiting.splice(at, 1);
    count -= 1;
    if (waiting.length === 0) places.delete(place);
  };
  const endOne = async (): Promise<void> => {
    const [place, waiting] = places.entries().next().value ?? ['', []];
    const [oldest] = waiting;
    if (oldest === undefined) return;
    forget(place, oldest);
    await oldest.destroy();
  };

  return {
    forget,
    take: (place) => {
      const client = places.get(place)?.at(-1) ?? null;
      if (client !== null) forget(place, client);
      return client;
    },
    give: async (place, client) => {
      const { connected, size } = client.stats;
      if (client.destroyed || !connected || size > 0) return client.destroy();
      const waiting = places.get(place) ?? [];
      // Put in anew, it is the last place to lose one.
      places.delete(place);
      places.set(place, [...waiting, client]);
      count += 1;
      if (count > max) await endOne();
    },
  };
}
