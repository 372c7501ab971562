import { type Exchange, type Reply, Refusal } from '../openapi/start-api-double.ts';

/** A collection of the double, with its points and the fields that have a payload index. */
export interface QdrantCollection {
  readonly settings: CollectionSettings;
  readonly fields: Map<string, unknown>;
  readonly points: Map<string, QdrantPoint>;
}

export interface QdrantPoint {
  readonly id: string;
  readonly vector: readonly number[];
  readonly payload: Readonly<Record<string, unknown>>;
}

interface CollectionSettings {
  readonly vectors: { readonly size: number; readonly distance: string };
  readonly hnsw_config?: Readonly<Record<string, unknown>>;
  readonly optimizers_config?: Readonly<Record<string, unknown>>;
}

export type Operations = Readonly<Record<string, (exchange: Exchange) => Reply>>;

/** What a Qdrant that was never configured uses. */
const HNSW_DEFAULTS = { m: 16, ef_construct: 100, full_scan_threshold: 10_000 };
const OPTIMIZER_DEFAULTS = { default_segment_number: 0, flush_interval_sec: 5 };

export const done = (result: unknown): Reply => ({
  status: 200,
  body: { result, status: 'ok', time: 0.001 },
});

/** The collection that a request names. */
export function collectionOf(
  collections: ReadonlyMap<string, QdrantCollection>,
  { params }: Exchange,
): QdrantCollection {
  const collection = collections.get(params['collection_name'] ?? '');
  if (collection === undefined) throw new Refusal(404, 'Not found: Collection does not exist!');
  return collection;
}

/** The operations that make and describe collections. */
export function collectionOperations(collections: Map<string, QdrantCollection>): Operations {
  return {
    'PUT /collections/{collection_name}': ({ params, body }) => {
      const name = params['collection_name'] ?? '';
      if (collections.has(name)) throw new Refusal(409, 'Wrong input: Collection already exists!');
      collections.set(name, { settings: body as CollectionSettings, fields: new Map(), points: new Map() });
      return done(true);
    },
    'GET /collections/{collection_name}/exists': ({ params }) =>
      done({ exists: collections.has(params['collection_name'] ?? '') }),
    'GET /collections/{collection_name}': (exchange) => done(describe(collectionOf(collections, exchange))),
    'PUT /collections/{collection_name}/index': (exchange) => {
      const { field_name: name, field_schema: schema } = exchange.body as {
        field_name: string;
        field_schema: unknown;
      };
      collectionOf(collections, exchange).fields.set(name, schema);
      return done({ operation_id: 1, status: 'completed' });
    },
  };
}

function describe({ settings, fields, points }: QdrantCollection): unknown {
  return {
    status: 'green',
    optimizer_status: 'ok',
    points_count: points.size,
    segments_count: 1,
    config: {
      params: { vectors: settings.vectors },
      hnsw_config: { ...HNSW_DEFAULTS, ...settings.hnsw_config },
      optimizer_config: { ...OPTIMIZER_DEFAULTS, ...settings.optimizers_config },
    },
    payload_schema: Object.fromEntries(
      [...fields].map(([name, params]) => [name, { data_type: 'keyword', params, points: points.size }]),
    ),
  };
}
