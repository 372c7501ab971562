import { chooseNextEmbedder } from '@ragfleet/models';
import type { Database } from '@ragfleet/postgres-connection';
import type { Embedder, MaintainedIndex, VectorIndex } from '@ragfleet/rag-core';
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
  readonly onError: (error: unknown) => void;
  readonly metrics: IngressMetrics;
}

export async function openVectors(config: Config, options: OpenVectorsOptions): Promise<OpenVectors> {
  const { database, embedder, onError, metrics } = options;
  const onSource: VectorSpace['onSource'] = ({ source, outcome, latencyMs }) =>
    metrics.observe('vectorSourceSeconds', { source, outcome }, latencyMs / 1_000);
  const open = ({ dimension, model }: OpenVectorsOptions['embedder']) =>
    chooseVectorIndex(config, { database, dimension, model, onError, onSource });
  const next = chooseNextEmbedder(config);
  const active = await open(embedder);
  const others = next === null ? [] : [await open(next)];
  const opened = [active, ...others];
  return {
    vectorIndex: active.index,
    maintained: opened.map(({ index }) => index),
    close: async () => {
      await Promise.all(opened.map((vectors) => vectors.close()));
    },
  };
}
