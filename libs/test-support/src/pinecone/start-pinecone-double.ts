import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { matchesFilter, type Metadata } from './metadata-filter.ts';

/** The data plane of Pinecone as far as the adapter uses it: it really stores, filters and searches. */
export interface PineconeDouble {
  readonly host: string;
  readonly requests: readonly PineconeRequest[];
  /** The next request gets this status and nothing else. */
  failNext(status: number, headers?: Readonly<Record<string, string>>): void;
  /** Requests are taken and never answered, until `stop`. */
  hang(): void;
  stop(): Promise<void>;
}

export interface PineconeRequest {
  readonly path: string;
  readonly apiKey: string | undefined;
  readonly body: PineconeBody;
}

interface PineconeBody {
  readonly namespace?: string;
  readonly vectors?: readonly StoredVector[];
  readonly ids?: readonly string[];
  readonly vector?: readonly number[];
  readonly topK?: number;
  readonly filter?: object;
  readonly setMetadata?: Metadata;
  readonly includeValues?: boolean;
  readonly includeMetadata?: boolean;
}

interface StoredVector {
  readonly id: string;
  readonly values: readonly number[];
  readonly metadata: Metadata;
}

type Namespace = Map<string, StoredVector>;

const dot = (left: readonly number[], right: readonly number[]): number =>
  left.reduce((sum, value, position) => sum + value * (right[position] ?? 0), 0);

const norm = (vector: readonly number[]): number => Math.sqrt(dot(vector, vector));

const OPERATIONS: Readonly<Record<string, (stored: Namespace, body: PineconeBody) => object>> = {
  '/vectors/upsert': (stored, { vectors = [] }) => {
    for (const vector of vectors) stored.set(vector.id, vector);
    return { upsertedCount: vectors.length };
  },
  '/query': (stored, { vector = [], topK = 0, filter, namespace }) => {
    const matches = [...stored.values()]
      .filter(({ metadata }) => matchesFilter(metadata, filter))
      .map(({ id, values }) => ({ id, score: dot(values, vector) / (norm(values) * norm(vector)) }))
      .toSorted((left, right) => right.score - left.score);
    return { matches: matches.slice(0, topK), namespace, usage: { readUnits: 1 } };
  },
  '/vectors/fetch': (stored, { ids = [], namespace }) => {
    const found = ids.flatMap((id) => stored.get(id) ?? []);
    return { vectors: Object.fromEntries(found.map((vector) => [vector.id, vector])), namespace };
  },
  '/vectors/delete': (stored, { ids, filter }) => {
    if (ids !== undefined) {
      for (const id of ids) stored.delete(id);
      return {};
    }
    for (const { id, metadata } of stored.values()) if (matchesFilter(metadata, filter)) stored.delete(id);
    return {};
  },
  '/vectors/update': (stored, { filter, setMetadata }) => {
    const matched = [...stored.values()].filter(({ metadata }) => matchesFilter(metadata, filter));
    for (const vector of matched)
      stored.set(vector.id, { ...vector, metadata: { ...vector.metadata, ...setMetadata } });
    return { matchedRecords: matched.length };
  },
};

export async function startPineconeDouble(): Promise<PineconeDouble> {
  const namespaces = new Map<string, Namespace>();
  const requests: PineconeRequest[] = [];
  const failures: { status: number; headers: Readonly<Record<string, string>> }[] = [];
  let isHanging = false;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname: path, searchParams } = new URL(request.url ?? '', 'http://double');
    const body: PineconeBody =
      request.method === 'GET'
        ? { namespace: searchParams.get('namespace') ?? '', ids: searchParams.getAll('ids') }
        : ((await json(request)) as PineconeBody);
    requests.push({ path, apiKey: request.headers['api-key']?.toString(), body });
    if (isHanging) return;
    const failure = failures.shift();
    const name = body.namespace ?? '';
    const stored = namespaces.get(name) ?? new Map<string, StoredVector>();
    namespaces.set(name, stored);
    const status = failure?.status ?? (path in OPERATIONS ? 200 : 404);
    response.writeHead(status, { 'content-type': 'application/json', ...failure?.headers });
    response.end(
      JSON.stringify(
        status === 200 ? OPERATIONS[path]?.(stored, body) : { code: status, message: 'refused' },
      ),
    );
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    failNext: (status, headers = {}) => void failures.push({ status, headers }),
    hang: () => {
      isHanging = true;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
