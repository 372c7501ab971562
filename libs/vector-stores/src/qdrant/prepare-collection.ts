import { Fault } from '@ragfleet/kernel';
import { collectionSettings, DISTANCE, PAYLOAD_INDEXES } from './collection.ts';
import type { QdrantCalls } from './qdrant-calls.ts';

/** Makes the collection and its payload indexes where they are missing; several processes may do so at once. */
export async function prepareCollection(
  calls: QdrantCalls,
  collection_name: string,
  dimension: number,
  signal: AbortSignal,
): Promise<void> {
  const { api } = calls;
  const isThere = async (): Promise<boolean> =>
    (await calls.run(signal, (init) => api.collectionExists({ collection_name }, init))).exists;
  if (!(await isThere())) {
    try {
      await calls.run(signal, (init) =>
        api.createCollection({ collection_name, ...collectionSettings(dimension) }, init),
      );
    } catch (refusal) {
      // Whoever comes second is refused, and uses the collection of the first.
      if (!(await isThere())) throw refusal;
    }
  }
  const { config, payload_schema } = await calls.run(signal, (init) =>
    api.getCollection({ collection_name }, init),
  );
  requireSpace(config.params.vectors, collection_name, dimension);
  for (const index of PAYLOAD_INDEXES) {
    if (index.field_name in payload_schema) continue;
    await calls.run(signal, (init) => api.createFieldIndex({ collection_name, wait: true, ...index }, init));
  }
}

function requireSpace(vectors: object | undefined, collection_name: string, dimension: number): void {
  const { size, distance } = (vectors ?? {}) as { readonly size?: unknown; readonly distance?: unknown };
  if (size === dimension && distance === DISTANCE) return;
  throw new Fault(
    'internal',
    `The Qdrant collection ${collection_name} does not hold vectors of ${dimension} numbers by cosine distance. Delete it, restart, and fill the new one with "ragfleet vectors refill".`,
  );
}
