import type { Migration } from '@ragfleet/postgres-connection';

/** When somebody last made sure that an unfinished ingestion has a job; few rows are unfinished, so the index is small. */
export const unfinishedIngestions: Migration = {
  name: 'unfinished-ingestions',
  sql: `
ALTER TABLE ingestions ADD COLUMN checked_at timestamptz NOT NULL DEFAULT now();
CREATE INDEX ingestions_unfinished ON ingestions (checked_at) WHERE status IN ('queued', 'running');
`,
};
