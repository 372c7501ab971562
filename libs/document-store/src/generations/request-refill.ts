import type { Database } from '@ragfleet/postgres-connection';

/**
 * Has the index of a model filled from its first passage: by the batch workers that have the model, as soon as they look.
 * Who fills it now has to begin again. Vectors that are there stay, and get the labels of now.
 */
export async function requestRefill(database: Database, generation: string): Promise<void> {
  await database.query(
    `INSERT INTO index_generations AS stored (generation, is_refill) VALUES ($1, true)
    ON CONFLICT (generation) DO UPDATE SET is_refill = true, state = 'building', position = 0, done_passages = 0,
      started_at = now(), completed_at = NULL, holder = NULL, alive_until = '-infinity'`,
    [generation],
  );
}
