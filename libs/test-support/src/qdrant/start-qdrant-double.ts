import { officialContract } from '../openapi/official-contract.ts';
import type { ApiContract } from '../openapi/api-contract.ts';
import { type ApiDouble, startApiDouble } from '../openapi/start-api-double.ts';
import { uncheckedContract } from '../openapi/unchecked-contract.ts';
import { collectionOperations, type QdrantCollection } from './collection-operations.ts';
import { type LeakedPoint, pointOperations } from './point-operations.ts';

/**
 * Qdrant as far as the adapter uses it: it really stores, filters and searches, exactly, and holds every request and
 * reply to Qdrant's own document.
 */
export interface QdrantDouble extends ApiDouble {
  collectionNames(): string[];
  /** Makes a collection that somebody else made before. */
  addCollection(name: string, vectors: { readonly size: number; readonly distance: string }): void;
  /** The next search returns this point too, whatever its filter says. */
  leakNext(point: LeakedPoint): void;
  /** Writes are accepted and not yet done, as when Qdrant's own wait ends. */
  acknowledgeOnly(): void;
}

export const startQdrantDouble = (): Promise<QdrantDouble> => startDouble(officialContract('qdrant'));

/** The same without Qdrant's document: it needs no file, and holds nobody to anything. */
export const startUncheckedQdrantDouble = (): Promise<QdrantDouble> => startDouble(null);

async function startDouble(contract: ApiContract | null): Promise<QdrantDouble> {
  const collections = new Map<string, QdrantCollection>();
  const leaks: LeakedPoint[] = [];
  let writeStatus = 'completed';
  const operations = {
    ...collectionOperations(collections),
    ...pointOperations(collections, leaks, () => writeStatus),
  };
  const double = await startApiDouble({
    contract: contract ?? uncheckedContract(Object.keys(operations)),
    operations,
    errorBody: (_status, message) => ({ status: { error: message }, time: 0.001 }),
  });
  return {
    ...double,
    collectionNames: () => [...collections.keys()],
    addCollection: (name, vectors) =>
      void collections.set(name, { settings: { vectors }, fields: new Map(), points: new Map() }),
    leakNext: (point) => void leaks.push(point),
    acknowledgeOnly: () => {
      writeStatus = 'wait_timeout';
    },
  };
}
