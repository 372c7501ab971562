import { type AccessSet, canRead } from '@ragfleet/kernel';
import { describeOnPostgres } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectPostgres } from '../connect-postgres.ts';
import type { Database } from '../contract.ts';
import { accessFilter } from './access-filter.ts';

const LABELS = ['acme', 'globex'].flatMap((tenantId) =>
  ['public', 'hr', 'law'].flatMap((namespace) =>
    [null, 'sales', ''].map((department) => ({ tenantId, namespace, department })),
  ),
);
const ACCESS_SETS: readonly AccessSet[] = ['acme', 'globex', 'nobody'].flatMap((tenantId) =>
  [true, false].flatMap((readsAll) =>
    [[], ['hr'], ['hr', 'law']].flatMap((namespaces) =>
      [null, 'sales', ''].map((department) => ({ tenantId, readsAll, namespaces, department })),
    ),
  ),
);
const NARROWINGS: readonly (readonly string[] | null)[] = [null, [], ['hr'], ['public', 'law']];

describeOnPostgres('accessFilter', (postgres) => {
  let database: Database;
  beforeAll(async () => {
    database = connectPostgres({
      url: postgres().url,
      poolSize: 1,
      statementTimeoutMs: 5_000,
      name: 'access-test',
    });
    await database.runScript(
      'CREATE TABLE labels (label int, tenant_id text, namespace text, department text)',
    );
    for (const [label, { tenantId, namespace, department }] of LABELS.entries())
      await database.query('INSERT INTO labels VALUES ($1, $2, $3, $4)', [
        label,
        tenantId,
        namespace,
        department,
      ]);
  });
  afterAll(() => database.close());

  it('lets through what the kernel lets through, for every caller and every label', async () => {
    for (const access of ACCESS_SETS)
      for (const namespaces of NARROWINGS) {
        const filter = accessFilter({ access, namespaces }, 'labels', 2);
        const rows = await database.query<{ label: number }>(
          `SELECT label FROM labels WHERE label < $1 AND ${filter.sql} ORDER BY label`,
          [LABELS.length, ...filter.params],
        );
        const readable = LABELS.map((labels, label) => ({ labels, label }))
          .filter(
            ({ labels }) =>
              canRead(access, labels) && (namespaces === null || namespaces.includes(labels.namespace)),
          )
          .map(({ label }) => ({ label }));
        expect(rows, JSON.stringify({ access, namespaces })).toEqual(readable);
      }
  });
});
