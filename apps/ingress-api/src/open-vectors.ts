import { chooseNextEmbedder } from '@ragfleet/models';
import type { Database } from '@ragfleet/postgres-connection';
import type { Embedder, MaintainedIndex, VectorIndex } from '@ragfleet/rag-core';
import { chooseVectorIndex } from '@ragfleet/vector-stores';
import type { Config } from './config.ts';

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
}

export async function openVectors(config: Config, options: OpenVectorsOptions): Promise<OpenVectors> {
  const { database, embedder, onError } = options;
  const open = ({ dimension, model }: OpenVectorsOptions['embedder']) =>
    chooseVectorIndex(config, { database, dimension, model, onError });
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
