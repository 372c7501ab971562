import { openDocumentStore } from '@ragfleet/document-store';
import { connectPostgres } from '@ragfleet/postgres-connection';
import { openTestPostgres } from '@ragfleet/test-support';
import { expect, it, onTestFinished } from 'vitest';
import { checkSchema, schemaFinding } from './check-schema.ts';

it('says what stands, and what to do where the database is behind, ahead or too new', () => {
  const at = (applied: number, known: number) => ({ applied, known });
  expect(schemaFinding({ ...at(12, 12), standing: 'current' })).toMatchObject({ ok: true, fix: null });
  expect(schemaFinding({ ...at(13, 12), standing: 'ahead' })).toMatchObject({ ok: true });
  expect(schemaFinding({ ...at(11, 12), standing: 'behind' })).toMatchObject({
    ok: false,
    detail: 'version 11, behind the 12 of this release',
    fix: expect.stringContaining('Start one process of this release') as string,
  });
  expect(schemaFinding({ ...at(14, 12), standing: 'refused' })).toMatchObject({
    ok: false,
    fix: expect.stringContaining('Deploy the newer release') as string,
  });
});

it('looks at a real database: empty, then current, then changed by a release that is too new', async () => {
  const postgres = await openTestPostgres();
  onTestFinished(() => postgres.stop());
  expect(await checkSchema(postgres.url)).toMatchObject([
    { ok: false, detail: expect.stringContaining('none') as string },
  ]);
  const pool = { poolSize: 2, statementTimeoutMs: 10_000, name: 'schema-test' };
  const database = connectPostgres({ url: postgres.url, ...pool });
  const store = await openDocumentStore({ database });
  expect(await checkSchema(postgres.url)).toMatchObject([{ ok: true, fix: null }]);
  await database.query(
    `INSERT INTO ragfleet_migrations (component, number, name, checksum, min_reader)
    VALUES ('document-store', 99, 'of the future', 'x', 99)`,
  );
  expect(await checkSchema(postgres.url)).toMatchObject([
    { ok: false, detail: expect.stringContaining('must not use') as string },
  ]);
  await store.close();
  expect(await checkSchema('postgres://127.0.0.1:1/nothing')).toEqual([]);
});
