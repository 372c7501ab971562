import type { Database } from '@ragfleet/postgres-connection';
import type { GenerationProgress } from '@ragfleet/rag-core';

/** The index of an embedding model, by the model's name and dimension. */
export interface GenerationState extends GenerationProgress {
  readonly generation: string;
  /** False when no process fills it any more. */
  readonly isFilled: boolean;
  /** True while it is filled again: searches may use it meanwhile. */
  readonly isRefill: boolean;
  /** Since it was asked for. */
  readonly ageMs: number;
}

/** What was deleted since its turn is still counted as done, up to all that there are; with the last passage it is right again. */
export const PROGRESS = `state, position::float8 AS position, total.passages AS "totalCount",
  least(done_passages, total.passages)::float8 AS "doneCount"`;
export const TOTAL = `(SELECT coalesce(sum(passages), 0)::float8 AS passages FROM corpus_statistics) AS total`;

/** Every generation that is or was filled, for whoever looks after the fleet. Changes no schema. */
export function readGenerations(database: Database): Promise<GenerationState[]> {
  return database.query<GenerationState>(
    `SELECT generation, alive_until > clock_timestamp() AS "isFilled", is_refill AS "isRefill",
      (extract(epoch FROM clock_timestamp() - started_at) * 1000)::float8 AS "ageMs", ${PROGRESS}
    FROM index_generations AS generation CROSS JOIN ${TOTAL} ORDER BY generation`,
  );
}
