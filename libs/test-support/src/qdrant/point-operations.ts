import { nearestByCosine } from '../openapi/exact-search.ts';
import { type Exchange, Refusal } from '../openapi/start-api-double.ts';
import {
  collectionOf,
  done,
  type Operations,
  type QdrantCollection,
  type QdrantPoint,
} from './collection-operations.ts';
import { fieldsOf, matchesPayload } from './payload-filter.ts';

/** Qdrant's own limit of a request, from its default configuration. */
const MAX_REQUEST_BYTES = 32 * 1024 * 1024;
const DEFAULT_LIMIT = 10;

interface PointBody {
  readonly points?: readonly QdrantPoint[];
  readonly ids?: readonly string[];
  readonly filter?: unknown;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly query?: readonly number[];
  readonly limit?: number;
  readonly with_payload?: readonly string[] | boolean;
}

/** A point that a search returns although its filter would not. */
export type LeakedPoint = Pick<QdrantPoint, 'id' | 'payload'>;

/** The operations on points. Like a Qdrant in strict mode they refuse to filter by a field without a payload index. */
export function pointOperations(
  collections: ReadonlyMap<string, QdrantCollection>,
  leaks: LeakedPoint[],
  writeStatus: () => string,
): Operations {
  const open = (exchange: Exchange): { collection: QdrantCollection; body: PointBody } => {
    const collection = collectionOf(collections, exchange);
    if (exchange.sizeBytes > MAX_REQUEST_BYTES) throw new Refusal(413, 'Payload too large');
    const body = exchange.body as PointBody;
    const bare = fieldsOf(body.filter).find((field) => !collection.fields.has(field));
    if (bare !== undefined) throw new Refusal(400, `Bad request: Index required but not found for "${bare}"`);
    return { collection, body };
  };
  const written = (): ReturnType<typeof done> => done({ operation_id: 1, status: writeStatus() });
  const matching = ({ points }: QdrantCollection, filter: unknown): QdrantPoint[] =>
    [...points.values()].filter(({ id, payload }) => matchesPayload(id, payload, filter));
  return {
    'PUT /collections/{collection_name}/points': (exchange) => {
      const { collection, body } = open(exchange);
      for (const { vector } of body.points ?? []) requireSize(vector, collection);
      for (const point of body.points ?? []) collection.points.set(point.id, point);
      return written();
    },
    'POST /collections/{collection_name}/points': (exchange) => {
      const { collection, body } = open(exchange);
      const found = (body.ids ?? []).flatMap((id) => collection.points.get(id) ?? []);
      return done(found.map(({ id, payload }) => ({ id, payload: chosen(payload, body.with_payload) })));
    },
    'POST /collections/{collection_name}/points/query': (exchange) => {
      const { collection, body } = open(exchange);
      return done({ points: search(collection, matching(collection, body.filter), body, leaks) });
    },
    'POST /collections/{collection_name}/points/delete': (exchange) => {
      const { collection, body } = open(exchange);
      for (const { id } of matching(collection, body.filter)) collection.points.delete(id);
      return written();
    },
    'POST /collections/{collection_name}/points/payload': (exchange) => {
      const { collection, body } = open(exchange);
      for (const point of matching(collection, body.filter))
        collection.points.set(point.id, { ...point, payload: { ...point.payload, ...body.payload } });
      return written();
    },
  };
}

function search(
  collection: QdrantCollection,
  candidates: readonly QdrantPoint[],
  { query = [], limit = DEFAULT_LIMIT, with_payload: wanted }: PointBody,
  leaks: LeakedPoint[],
): unknown[] {
  requireSize(query, collection);
  const found = nearestByCosine(candidates, ({ vector }) => vector, query, limit);
  return [
    ...leaks.splice(0).map((leak) => ({ ...leak, version: 0, score: 1 })),
    ...found.map(({ entry: { id, payload }, score }) => ({
      id,
      version: 0,
      score,
      payload: chosen(payload, wanted),
    })),
  ];
}

function chosen(
  payload: QdrantPoint['payload'],
  wanted: PointBody['with_payload'],
): QdrantPoint['payload'] | null {
  if (wanted === true) return payload;
  if (wanted === undefined || wanted === false) return null;
  return Object.fromEntries(Object.entries(payload).filter(([field]) => wanted.includes(field)));
}

function requireSize(vector: readonly number[], { settings }: QdrantCollection): void {
  const { size } = settings.vectors;
  if (vector.length !== size)
    throw new Refusal(
      400,
      `Wrong input: Vector dimension error: expected dim: ${size}, got ${vector.length}`,
    );
}
