import { isFault } from '@ragfleet/kernel';
import { describeOnPostgres } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectPostgres } from '../connect-postgres.ts';
import type { Database, Migration } from '../contract.ts';
import { prepareRecord, readApplied } from './migration-record.ts';
import { runMigrations } from './run-migrations.ts';
import { runOnlineMigration } from './run-online-migration.ts';

const TABLE: Migration = { name: 'table', sql: 'CREATE TABLE books (title text)' };
const INDEX: Migration = {
  name: 'index',
  online: [
    'DROP INDEX CONCURRENTLY IF EXISTS books_title',
    'CREATE INDEX CONCURRENTLY books_title ON books (title)',
  ],
};

describeOnPostgres('an online migration', (postgres) => {
  const open = (): Database =>
    connectPostgres({ url: postgres().url, poolSize: 2, statementTimeoutMs: 10_000, name: 'online-test' });
  let database: Database;
  beforeAll(() => {
    database = open();
  });
  afterAll(() => database.close());
  const isValid = () =>
    database.query(
      `SELECT indisvalid AS "isValid" FROM pg_index WHERE indexrelid = to_regclass('books_title')`,
    );

  it('builds an index outside of a transaction, once', async () => {
    const list = { component: 'books', migrations: [TABLE, INDEX] };
    await runMigrations(database, list);
    await runMigrations(database, list);
    expect(await isValid()).toEqual([{ isValid: true }]);
    expect((await readApplied(database, 'books')).size).toBe(2);
  });

  it('is run again from its first statement after a process died in the middle', async () => {
    // What a build that was cut leaves behind: an index that no search may use, and no record.
    await database.query(`DELETE FROM ragfleet_migrations WHERE component = 'books' AND number = 2`);
    await database.query(
      `UPDATE pg_index SET indisvalid = false WHERE indexrelid = to_regclass('books_title')`,
    );
    expect(await isValid()).toEqual([{ isValid: false }]);
    await runMigrations(database, { component: 'books', migrations: [TABLE, INDEX] });
    expect(await isValid()).toEqual([{ isValid: true }]);
  });

  it('leaves no record when a statement fails', async () => {
    const broken: Migration = { name: 'broken', online: ['SELECT 1', 'SELECT 1 / 0'] };
    await expect(runMigrations(database, { component: 'cut', migrations: [broken] })).rejects.toMatchObject({
      kind: 'internal',
    });
    expect((await readApplied(database, 'cut')).size).toBe(0);
  });

  it('ends well for each of two processes that start together', async () => {
    const other = open();
    const list = { component: 'raced', migrations: [{ ...TABLE, sql: 'SELECT 1' }, INDEX] };
    await Promise.all([runMigrations(database, list), runMigrations(other, list)]);
    expect(await isValid()).toEqual([{ isValid: true }]);
    await other.close();
  });

  it('is waited for by a process that starts meanwhile, and given up on after a time', async () => {
    await prepareRecord(database);
    const held = { component: 'held', number: 1, migration: { name: 'held', online: ['SELECT 1'] } };
    const other = open();
    const { promise: released, resolve: release } = Promise.withResolvers<undefined>();
    const { promise: taken, resolve: take } = Promise.withResolvers<undefined>();
    const lock = { key: 'ragfleet-migration held 1', statementTimeoutMs: 10_000 };
    const holding = other.underLock(lock, async () => {
      take(undefined);
      await released;
    });
    await taken;
    const givenUp = await runOnlineMigration(database, { ...held, waitMs: 0 }).catch(
      (error: unknown) => error,
    );
    // One session for all: a lock of the embedded database keeps nobody out.
    expect(isFault(givenUp, 'unavailable')).toBe(postgres().kind === 'server');
    const waiting = runOnlineMigration(database, held);
    release(undefined);
    await holding;
    await waiting;
    expect((await readApplied(database, 'held')).has(1)).toBe(true);
    await other.close();
  });
});
