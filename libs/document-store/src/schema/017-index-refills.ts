import type { Migration } from '@ragfleet/postgres-connection';

/** An index that lost vectors, or was restored from a copy, is filled again: also the one that searches use. */
export const indexRefills: Migration = {
  name: 'index-refills',
  sql: `
-- The vectors that are there may have labels of before. Until the filling is complete.
ALTER TABLE index_generations ADD COLUMN is_refill boolean NOT NULL DEFAULT false;
`,
};
