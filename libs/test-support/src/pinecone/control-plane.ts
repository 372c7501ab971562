import { type Exchange, type Reply, Refusal } from '../openapi/start-api-double.ts';

/** An index of the double, with its records by namespace. */
export interface PineconeIndex {
  readonly name: string;
  readonly dimension: number;
  readonly metric: string;
  readonly spec: ServerlessSpec;
  readonly namespaces: Map<string, Map<string, PineconeRecord>>;
  /** How often it still says that it is not ready. */
  pollsUntilReady: number;
}

export interface PineconeRecord {
  readonly id: string;
  readonly values: readonly number[];
  readonly metadata: Readonly<Record<string, string>>;
}

export interface ServerlessSpec {
  readonly cloud: string;
  readonly region: string;
}

interface CreateBody {
  readonly name: string;
  readonly dimension: number;
  readonly metric: string;
  readonly spec: { readonly serverless: ServerlessSpec };
}

/** The operations that make and describe indexes. `hostOf` is where an index says that it can be reached. */
export function controlPlane(
  indexes: Map<string, PineconeIndex>,
  hostOf: (name: string) => string,
  pollsUntilReady: () => number,
): Readonly<Record<string, (exchange: Exchange) => Reply>> {
  return {
    'POST /indexes': ({ body }) => {
      const { name, dimension, metric, spec } = body as CreateBody;
      if (indexes.has(name)) throw new Refusal(409, 'Resource already exists.');
      if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name))
        throw new Refusal(400, 'Name must consist of lower case alphanumeric characters or -.');
      const index: PineconeIndex = {
        name,
        dimension,
        metric,
        spec: spec.serverless,
        namespaces: new Map(),
        pollsUntilReady: pollsUntilReady(),
      };
      indexes.set(name, index);
      return { status: 201, body: describe(index, hostOf(name)) };
    },
    'GET /indexes/{index_name}': ({ params }) => {
      const index = indexes.get(params['index_name'] ?? '');
      if (index === undefined) throw new Refusal(404, 'Index not found.');
      const body = describe(index, hostOf(index.name));
      index.pollsUntilReady -= 1;
      return { status: 200, body };
    },
  };
}

function describe({ name, dimension, metric, spec, pollsUntilReady }: PineconeIndex, host: string): unknown {
  const isReady = pollsUntilReady <= 0;
  return {
    name,
    dimension,
    metric,
    host,
    vector_type: 'dense',
    deletion_protection: 'disabled',
    spec: { serverless: { ...spec, read_capacity: { mode: 'OnDemand', status: { state: 'Ready' } } } },
    status: { ready: isReady, state: isReady ? 'Ready' : 'Initializing' },
  };
}
