import { type CallOptions, poll, type WaitOptions } from './queries.ts';
import type { DocumentStatus, Ingestion, IngestionEvent } from './resources/ingestion.ts';
import { readEvents } from './transport/read-events.ts';
import type { Transport } from './transport/transport.ts';

/** Which documents of an ingestion are listed: the first 1,000 when nothing is said. */
export interface IngestionView {
  readonly status?: DocumentStatus;
  /** 0 lists none. */
  readonly limit?: number;
  /** The `position` of the last document of the page before. */
  readonly starting_after?: number;
}

export interface Ingestions {
  get(id: string, options?: CallOptions & IngestionView): Promise<Ingestion>;
  /** The ingestion when it is over, however it ended. */
  wait(id: string, options?: WaitOptions & IngestionView): Promise<Ingestion>;
  /** Its progress from the first event to `done`; a lost connection is taken up where it broke. */
  follow(id: string, options?: CallOptions): AsyncGenerator<IngestionEvent, void, undefined>;
}

export function createIngestions(transport: Transport): Ingestions {
  const get: Ingestions['get'] = (id, { signal, status, limit, starting_after } = {}) => {
    const query = {
      ...(status === undefined ? {} : { status }),
      ...(limit === undefined ? {} : { limit }),
      ...(starting_after === undefined ? {} : { starting_after }),
    };
    return transport.read({ method: 'GET', path: pathOf(id), query, signal, isRepeatable: true });
  };
  return {
    get,
    wait: (id, options = {}) => poll((signal) => get(id, { ...options, signal }), options),
    follow: (id, { signal } = {}) => readEvents<IngestionEvent>(transport, `${pathOf(id)}/events`, signal),
  };
}

const pathOf = (id: string): string => `/v1/ingestions/${encodeURIComponent(id)}`;
