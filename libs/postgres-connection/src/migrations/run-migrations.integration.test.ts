import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describeOnPostgres } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectPostgres } from '../connect-postgres.ts';
import type { Database, Migration } from '../contract.ts';
import { runMigrations } from './run-migrations.ts';

const FIRST: Migration = {
  name: 'letters',
  sql: 'CREATE TABLE letters (letter text); INSERT INTO letters VALUES (1)',
};
const SECOND: Migration = { name: 'more letters', sql: 'INSERT INTO letters VALUES (2)' };

const MIGRATING_PROCESS = `
  const { connectPostgres, runMigrations } = await import(process.argv[2]);
  const database = connectPostgres({ url: process.argv[1], poolSize: 2, statementTimeoutMs: 10_000, name: 'migrating' });
  const migrations = Array.from({ length: 5 }, (_, n) => ({ name: 'step ' + n, sql: 'CREATE TABLE raced_' + n + ' (i int)' }));
  await runMigrations(database, { component: 'raced', migrations });
  await database.close();
`;

describeOnPostgres('runMigrations', (postgres) => {
  let database: Database;
  beforeAll(() => {
    database = connectPostgres({
      url: postgres().url,
      poolSize: 2,
      statementTimeoutMs: 10_000,
      name: 'migrations-test',
    });
  });
  afterAll(() => database.close());

  it('runs each migration once, and later ones when they come', async () => {
    await runMigrations(database, { component: 'letters', migrations: [FIRST] });
    await runMigrations(database, { component: 'letters', migrations: [FIRST, SECOND] });
    await runMigrations(database, { component: 'letters', migrations: [FIRST, SECOND] });
    expect(await database.query('SELECT letter FROM letters ORDER BY letter')).toEqual([
      { letter: '1' },
      { letter: '2' },
    ]);
  });
  it('refuses an edited migration, and a database that is newer than the code', async () => {
    const edited = [{ ...FIRST, sql: 'SELECT 1' }, SECOND];
    await expect(runMigrations(database, { component: 'letters', migrations: edited })).rejects.toThrow(
      'was edited',
    );
    await expect(runMigrations(database, { component: 'letters', migrations: [FIRST] })).rejects.toThrow(
      'newer version',
    );
  });
  it('leaves nothing behind of a migration that fails', async () => {
    const broken = { name: 'broken', sql: 'CREATE TABLE broken (i int); SELECT 1 / 0' };
    const run = () => runMigrations(database, { component: 'broken', migrations: [broken] });
    await expect(run()).rejects.toMatchObject({ kind: 'internal' });
    await expect(run()).rejects.toMatchObject({ kind: 'internal' });
    expect(await database.query(`SELECT to_regclass('broken') AS broken`)).toEqual([{ broken: null }]);
  });
  it('runs each migration once when several processes start together', async () => {
    const index = new URL('../index.ts', import.meta.url).href;
    const processes = Array.from({ length: 3 }, () =>
      spawn(process.execPath, ['--input-type=module', '--eval', MIGRATING_PROCESS, postgres().url, index], {
        stdio: 'inherit',
      }),
    );
    const exits = await Promise.all(processes.map((child) => once(child, 'exit')));
    expect(exits).toEqual(exits.map(() => [0, null]));
    const applied = await database.query(
      `SELECT number FROM ragfleet_migrations WHERE component = 'raced' ORDER BY number`,
    );
    expect(applied).toEqual([1, 2, 3, 4, 5].map((number) => ({ number })));
  });
});
