import { chooseNextEmbedder } from '@ragfleet/models';
import type { Database } from '@ragfleet/postgres-connection';
import type { Embedder, MaintainedIndex, VectorIndex } from '@ragfleet/rag-core';
import { guardVectorIndex, type PortGuard } from '@ragfleet/resilience';
import type { Logger } from '@ragfleet/service-runtime';
import { chooseVectorIndex, type VectorSpace } from '@ragfleet/vector-stores';
import type { Config } from './config.ts';
import type { IngressMetrics } from './http/request-log.ts';

export interface OpenVectors {
  /** The one that searches use. */
  readonly vectorIndex: VectorIndex;
  /** Every one that a change of a document has to reach: while the fleet moves to another model there are two. */
  readonly maintained: readonly MaintainedIndex[];
  close(): Promise<void>;
}

export interface OpenVectorsOptions {
  readonly database: Database;
  readonly embedder: Pick<Embedder, 'dimension' | 'model'>;
  readonly metrics: IngressMetrics;
  readonly logger: Logger;
  readonly guard: PortGuard;
}

/** A change of a document is in force without its vectors, and upkeep pays later what they owe. */
const MAX_WRITE_RETRIES = 0;

export async function openVectors(config: Config, options: OpenVectorsOptions): Promise<OpenVectors> {
  const { database, embedder, metrics, logger } = options;
  const guard = { ...options.guard, maxRetries: MAX_WRITE_RETRIES };
  const onError = (error: unknown): void => logger.warn({ error }, 'vector store upkeep failed');
  const onSource: VectorSpace['onSource'] = ({ source, outcome, latencyMs }) =>
    metrics.observe('vectorSourceSeconds', { source, outcome }, latencyMs / 1_000);
  const open = async ({ dimension, model }: OpenVectorsOptions['embedder']) => {
    const vectors = await chooseVectorIndex(config, { database, dimension, model, onError, onSource });
    return { ...vectors, maintained: guardVectorIndex(vectors.index, model, guard) };
  };
  const next = chooseNextEmbedder(config);
  const active = await open(embedder);
  const others = next === null ? [] : [await open(next)];
  const opened = [active, ...others];
  return {
    vectorIndex: active.index,
    maintained: opened.map(({ maintained }) => maintained),
    close: async () => {
      await Promise.all(opened.map((vectors) => vectors.close()));
    },
  };
}
