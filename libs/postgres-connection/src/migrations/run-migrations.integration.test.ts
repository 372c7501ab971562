import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describeOnPostgres, describeOnPostgresServer, openTestPostgres } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectPostgres } from '../connect-postgres.ts';
import type { Database, Migration } from '../contract.ts';
import { LOCK } from './migration-record.ts';
import { readSchemaState } from './read-schema-state.ts';
import { runMigrations } from './run-migrations.ts';

const FIRST: Migration = {
  name: 'letters',
  sql: 'CREATE TABLE letters (letter text); INSERT INTO letters VALUES (1)',
};
const SECOND: Migration = { name: 'more letters', sql: 'INSERT INTO letters VALUES (2)' };

/** What comes before its table fails when it runs twice. */
const ownedBy = (table: string): readonly Migration[] => [
  { name: 'before', sql: `CREATE TABLE before_${table} (i int)` },
  { name: 'table', sql: `CREATE TABLE ${table} (i int)` },
];

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
  it('runs everything again for a component whose own table was dropped', async () => {
    const run = () =>
      runMigrations(database, { component: 'owned', migrations: ownedBy('owned'), ownTable: 'owned' });
    await run();
    await run();
    await database.runLongScript({ text: 'DROP TABLE owned, before_owned', timeoutMs: 5_000 });
    await Promise.all([run(), run(), run()]);
    expect(await database.query('SELECT FROM owned')).toEqual([]);
  });

  it('takes no table for dropped that somebody is making for the first time', async () => {
    const migrations = ownedBy('begun');
    await runMigrations(database, { component: 'begun', migrations: migrations.slice(0, 1) });
    await runMigrations(database, { component: 'begun', migrations, ownTable: 'begun' });
    expect(await database.query('SELECT FROM begun')).toEqual([]);
  });

  it('refuses an edited migration, also beside a newer one', async () => {
    const edited = [{ ...FIRST, sql: 'SELECT 1' }, SECOND];
    await expect(runMigrations(database, { component: 'letters', migrations: edited })).rejects.toThrow(
      'was edited',
    );
    const older = [{ ...FIRST, sql: 'SELECT 1' }];
    await expect(runMigrations(database, { component: 'letters', migrations: older })).rejects.toThrow(
      'was edited',
    );
  });
  it('lets older code go on beside what was only added, and refuses it what was declared breaking', async () => {
    const component = 'shelves';
    const old: Migration = { name: 'shelf', sql: 'CREATE TABLE shelf (place int)' };
    const added: Migration = { name: 'label', sql: 'ALTER TABLE shelf ADD COLUMN label text' };
    const breaking: Migration = {
      name: 'renamed',
      sql: 'ALTER TABLE shelf RENAME COLUMN place TO slot',
      minReader: 3,
    };
    await runMigrations(database, { component, migrations: [old, added] });
    await runMigrations(database, { component, migrations: [old] });
    await database.query('INSERT INTO shelf (place) VALUES (1)');
    expect(await readSchemaState(database, { component, migrations: [old] })).toEqual({
      applied: 2,
      known: 1,
      standing: 'ahead',
    });

    await runMigrations(database, { component, migrations: [old, added, breaking] });
    const refused = runMigrations(database, { component, migrations: [old, added] });
    await expect(refused).rejects.toThrow(
      'needs code that knows migration 3; this version knows 2. Deploy the newer version',
    );
    expect(await readSchemaState(database, { component, migrations: [old, added] })).toMatchObject({
      standing: 'refused',
    });
    // What comes after a breaking one asks for no less.
    const later: Migration = { name: 'later', sql: 'SELECT 1' };
    await runMigrations(database, { component, migrations: [old, added, breaking, later] });
    await expect(runMigrations(database, { component, migrations: [old] })).rejects.toMatchObject({
      kind: 'internal',
    });
  });
  it('tells how a database stands before anything ran, and while it is behind', async () => {
    const list = { component: 'standing', migrations: [FIRST, SECOND] };
    expect(await readSchemaState(database, list)).toEqual({ applied: 0, known: 2, standing: 'empty' });
    const migrations = [{ name: 'one', sql: 'SELECT 1' }];
    await runMigrations(database, { component: 'standing', migrations });
    expect(await readSchemaState(database, list)).toMatchObject({ applied: 1, standing: 'behind' });
    expect(await readSchemaState(database, { component: 'standing', migrations })).toMatchObject({
      standing: 'current',
    });
  });
  it('migrates a table of versions that an earlier release has made', async () => {
    const list = { component: 'aged', migrations: [{ name: 'one', sql: 'SELECT 1' }] };
    await runMigrations(database, list);
    await database.query('ALTER TABLE ragfleet_migrations DROP COLUMN min_reader');
    expect(await readSchemaState(database, list)).toMatchObject({ standing: 'current' });
    await runMigrations(database, list);
    expect(
      await database.query(
        `SELECT min_reader AS "minReader" FROM ragfleet_migrations WHERE component = 'aged'`,
      ),
    ).toEqual([{ minReader: 0 }]);
  });
  it('refuses a list that says two things, or asks for readers that cannot be', async () => {
    const run = (migration: Migration) =>
      runMigrations(database, { component: 'unsound', migrations: [migration] });
    await expect(run({ name: 'both', sql: 'SELECT 1', online: ['SELECT 1'] })).rejects.toThrow('either sql');
    await expect(run({ name: 'none' })).rejects.toThrow('either sql');
    await expect(run({ name: 'far', sql: 'SELECT 1', minReader: 2 })).rejects.toThrow('its own number');
  });
  it('leaves nothing behind of a migration that fails', async () => {
    const broken = { name: 'broken', sql: 'CREATE TABLE broken (i int); SELECT 1 / 0' };
    const run = () => runMigrations(database, { component: 'broken', migrations: [broken] });
    await expect(run()).rejects.toMatchObject({ kind: 'internal' });
    await expect(run()).rejects.toMatchObject({ kind: 'internal' });
    expect(await database.query(`SELECT to_regclass('broken') AS broken`)).toEqual([{ broken: null }]);
  });
  it('may take longer than the statements of the pool, also while it waits for another process', async () => {
    const impatient = connectPostgres({
      url: postgres().url,
      poolSize: 1,
      statementTimeoutMs: 300,
      name: 'impatient',
    });
    const migrating = database.runScript(`${LOCK}; SELECT pg_sleep(0.6)`);
    const slow: Migration = { name: 'slow', sql: 'CREATE TABLE slow (i int); SELECT pg_sleep(0.6)' };
    await runMigrations(impatient, { component: 'slow', migrations: [slow] });
    await migrating;
    expect(await readSchemaState(impatient, { component: 'slow', migrations: [slow] })).toMatchObject({
      standing: 'current',
    });
    await impatient.close();
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

// One session for all, and so no table that another one keeps: that is for a server to show.
describeOnPostgresServer('a migration of a table that somebody keeps', () => {
  it('gives up soon, because everybody who asks for the table waits behind it', async () => {
    const { url, stop } = await openTestPostgres('server');
    const database = connectPostgres({ url, poolSize: 2, statementTimeoutMs: 10_000, name: 'kept-test' });
    await database.runScript('CREATE TABLE kept (i int)');
    const began = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const keeping = database.underLock({ key: 'keeping', statementTimeoutMs: 5_000 }, async (session) => {
      await session.query('BEGIN');
      await session.query('LOCK TABLE kept IN ACCESS SHARE MODE');
      began.resolve();
      await release.promise;
      await session.query('COMMIT');
    });
    await began.promise;
    const list = {
      component: 'kept',
      migrations: [{ name: 'column', sql: 'ALTER TABLE kept ADD COLUMN j int' }],
    };
    await expect(runMigrations(database, { ...list, tableWaitMs: 50 })).rejects.toMatchObject({
      kind: 'timeout',
    });
    release.resolve();
    await keeping;
    await runMigrations(database, list);
    await database.close();
    await stop();
  });
});
