import type { Migration } from '@ragfleet/postgres-connection';

/** How much of another model's index is done is kept as it is done: to count what is left takes longer with each passage. */
export const generationCounts: Migration = {
  name: 'generation-counts',
  sql: `
-- Passages that had their turn. Of a filling that an earlier release began it has those since, until it is complete.
ALTER TABLE index_generations ADD COLUMN done_passages bigint NOT NULL DEFAULT 0;
UPDATE index_generations SET done_passages = (SELECT coalesce(sum(passages), 0) FROM corpus_statistics)
WHERE state = 'complete';
`,
};
