import type { Migration } from '@ragfleet/postgres-connection';

/** A deletion and a relabeling are announced to the caches also when the process that made them died before it did. */
export const unannouncedChanges: Migration = {
  name: 'unannounced-changes',
  sql: `
-- Written with the change, gone once the change sequence has followed: a few rows, whatever is stored. An earlier release
-- neither writes nor reads it.
CREATE TABLE unannounced_changes (
  change_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id text NOT NULL,
  document_id text NOT NULL,
  namespaces text[] NOT NULL
);
`,
};
