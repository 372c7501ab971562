import { nearestByCosine } from '../openapi/exact-search.ts';
import { type Exchange, type Reply, Refusal } from '../openapi/start-api-double.ts';
import type { PineconeIndex, PineconeRecord } from './control-plane.ts';
import { matchesFilter } from './metadata-filter.ts';

/** Pinecone's own limits, which its documents tell in prose. */
const MAX_REQUEST_BYTES = 2 * 1024 * 1024;
const MAX_TOP_K_WITH_METADATA = 1_000;

interface DataBody {
  readonly namespace?: string;
  readonly vectors?: readonly PineconeRecord[];
  readonly ids?: readonly string[];
  readonly vector?: readonly number[];
  readonly topK?: number;
  readonly filter?: object;
  readonly setMetadata?: Readonly<Record<string, string>>;
  readonly includeMetadata?: boolean;
}

/** A namespace begins with its first record: https://github.com/pinecone-io/pinecone-ts-client/issues/324. */
const NEEDS_NAMESPACE = /\/vectors\/(delete|update)$/;

/** A record that a query returns although nobody stored it there. */
export interface LeakedMatch {
  readonly id: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The operations on the records of one index. */
export function dataPlane(
  indexOf: (exchange: Exchange) => PineconeIndex,
  leaks: LeakedMatch[],
): Readonly<Record<string, (exchange: Exchange) => Reply>> {
  const onRecords =
    (act: (records: Map<string, PineconeRecord>, body: DataBody, index: PineconeIndex) => unknown) =>
    (exchange: Exchange): Reply => {
      if (exchange.sizeBytes > MAX_REQUEST_BYTES) throw new Refusal(400, 'Request size exceeds 2 MB.');
      const index = indexOf(exchange);
      const body = exchange.body as DataBody;
      const namespace = body.namespace ?? '';
      if (NEEDS_NAMESPACE.test(exchange.path) && !index.namespaces.has(namespace))
        throw new Refusal(404, 'Namespace not found');
      const records = index.namespaces.get(namespace) ?? new Map<string, PineconeRecord>();
      index.namespaces.set(namespace, records);
      return { status: 200, body: act(records, body, index) };
    };
  return {
    'POST /describe_index_stats': onRecords((_records, _body, { dimension, metric, namespaces }) => ({
      dimension,
      metric,
      vectorType: 'dense',
      totalVectorCount: [...namespaces.values()].reduce((sum, { size }) => sum + size, 0),
    })),
    'POST /vectors/upsert': onRecords((records, { vectors = [] }, { dimension }) => {
      for (const vector of vectors) requireDimension(vector.values, dimension);
      for (const vector of vectors) records.set(vector.id, vector);
      return { upsertedCount: vectors.length };
    }),
    'POST /query': onRecords((records, body, { dimension }) =>
      query([...records.values()], body, dimension, leaks),
    ),
    'POST /vectors/delete': onRecords((records, { ids, filter }) => {
      for (const { id, metadata } of records.values())
        if (ids === undefined ? matchesFilter(metadata, filter) : ids.includes(id)) records.delete(id);
      return {};
    }),
    'POST /vectors/update': onRecords((records, { filter, setMetadata }) => {
      const matched = [...records.values()].filter(({ metadata }) => matchesFilter(metadata, filter));
      for (const record of matched)
        records.set(record.id, { ...record, metadata: { ...record.metadata, ...setMetadata } });
      return { matchedRecords: matched.length };
    }),
  };
}

function query(
  records: readonly PineconeRecord[],
  { vector = [], topK = 0, filter, namespace, includeMetadata }: DataBody,
  dimension: number,
  leaks: LeakedMatch[],
): unknown {
  requireDimension(vector, dimension);
  if (includeMetadata === true && topK > MAX_TOP_K_WITH_METADATA)
    throw new Refusal(400, 'topK is at most 1000 with metadata.');
  const readable = records.filter(({ metadata }) => matchesFilter(metadata, filter));
  const found = nearestByCosine(readable, ({ values }) => values, vector, topK);
  const matches = [
    ...leaks.splice(0).map((leak) => ({ ...leak, score: 1 })),
    ...found.map(({ entry: { id, metadata }, score }) => ({ id, score, metadata })),
  ];
  return {
    matches: matches.map(({ metadata, ...match }) =>
      includeMetadata === true ? { ...match, metadata } : match,
    ),
    namespace,
    usage: { readUnits: 1 },
  };
}

function requireDimension(vector: readonly number[], dimension: number): void {
  if (vector.length !== dimension)
    throw new Refusal(400, `Vector dimension ${vector.length} does not match the index's ${dimension}.`);
}
