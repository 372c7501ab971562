import { connectPostgres, runMigrations } from '@ragfleet/postgres-connection';
import { describeOnPostgres } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { readGenerations } from '../generations/read-generations.ts';
import { MIGRATIONS } from './migrations.ts';

const BEFORE = MIGRATIONS.findIndex(({ name }) => name === 'generation-counts');
const FILLED_BEFORE = `
INSERT INTO corpus_statistics (tenant_id, passages, indexed_terms) VALUES ('acme', 70, 1), ('rival', 30, 1);
INSERT INTO index_generations (generation, state, position) VALUES ('begun', 'building', 50), ('over', 'complete', 100)`;

describeOnPostgres('indexes of other models that an earlier release filled', (postgres) => {
  it('are whole where they were complete, and counted from here on where they were not', async () => {
    const pool = { poolSize: 2, statementTimeoutMs: 10_000, name: 'migration-test' };
    const database = connectPostgres({ url: postgres().url, ...pool });
    const component = 'document-store';
    await runMigrations(database, { component, migrations: MIGRATIONS.slice(0, BEFORE) });
    await database.runScript(FILLED_BEFORE);
    await runMigrations(database, { component, migrations: MIGRATIONS });
    expect(await readGenerations(database)).toMatchObject([
      { generation: 'begun', doneCount: 0, totalCount: 100 },
      { generation: 'over', doneCount: 100, totalCount: 100 },
    ]);
    await database.close();
  });
});
