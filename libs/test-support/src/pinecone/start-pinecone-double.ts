import { officialContract } from '../openapi/official-contract.ts';
import { type ApiDouble, Refusal, startApiDouble } from '../openapi/start-api-double.ts';
import { controlPlane, type PineconeIndex } from './control-plane.ts';
import { dataPlane, type LeakedMatch } from './data-plane.ts';

/**
 * Pinecone's control and data planes as far as the adapter uses them: they really store, filter and search, exactly,
 * and hold every request and reply to Pinecone's own documents.
 */
export interface PineconeDouble extends ApiDouble {
  /** The data plane's address of an index, as the control plane tells it. */
  hostOf(indexName: string): string;
  indexNames(): string[];
  /** Makes an index that somebody else made before. */
  addIndex(index: { readonly name: string; readonly dimension: number; readonly metric: string }): void;
  /** The next query returns this record too, wherever it belongs. */
  leakNext(match: LeakedMatch): void;
  /** New indexes say this many times that they are not ready. */
  startSlowly(polls: number): void;
}

/** Every index has a host of its own in Pinecone, and a path of its own here. */
const DATA_PATH = /^\/data\/([^/]+)/;

export async function startPineconeDouble(): Promise<PineconeDouble> {
  const indexes = new Map<string, PineconeIndex>();
  const leaks: LeakedMatch[] = [];
  let polls = 0;
  const hostOf = (name: string): string => `${double.url}/data/${name}`;
  const double: ApiDouble = await startApiDouble({
    contract: officialContract('pinecone'),
    operations: {
      ...controlPlane(indexes, hostOf, () => polls),
      ...dataPlane(({ path }) => {
        const index = indexes.get(DATA_PATH.exec(path)?.[1] ?? '');
        if (index === undefined) throw new Refusal(404, 'Index not found.');
        return index;
      }, leaks),
    },
    apiPath: (path) => path.replace(DATA_PATH, ''),
    errorBody: (status, message, path) =>
      path.startsWith('/indexes')
        ? { status, error: { code: 'UNKNOWN', message } }
        : { code: 2, message, details: [] },
  });
  return {
    ...double,
    hostOf,
    indexNames: () => [...indexes.keys()],
    addIndex: (index) => {
      const spec = { cloud: 'aws', region: 'us-east-1' };
      indexes.set(index.name, { ...index, spec, namespaces: new Map(), pollsUntilReady: 0 });
    },
    leakNext: (match) => void leaks.push(match),
    startSlowly: (count) => {
      polls = count;
    },
  };
}
