import { connectPostgres, type Database, runMigrations } from '@ragfleet/postgres-connection';
import { describeOnPostgres, scopeOf } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DocumentStore } from '../../contract.ts';
import { openDocumentStore } from '../../open-document-store.ts';
import { MIGRATIONS } from '../migrations.ts';
import { readSchema, readStatements } from './read-release.fixture.ts';

const FROZEN = 11;
const signal = new AbortController().signal;
const acme = scopeOf({ tenantId: 'acme', readsAll: true });

/** One after the other on one database: what N left, what the new code makes of it, and N again beside the new code. */
describeOnPostgres('a rolling upgrade from schema 11', (postgres) => {
  let database: Database;
  let store: DocumentStore;
  beforeAll(async () => {
    const pool = { poolSize: 4, statementTimeoutMs: 10_000, name: 'upgrade-test' };
    database = connectPostgres({ url: postgres().url, ...pool });
    await database.runScript(await readSchema(FROZEN));
  });
  afterAll(() => store.close());

  it('migrates the data of before as it stands', async () => {
    expect(await database.query('SELECT max(number) AS at FROM ragfleet_migrations')).toEqual([
      { at: FROZEN },
    ]);
    store = await openDocumentStore({ database });
    const [now] = await database.query(
      `SELECT max(number) AS at FROM ragfleet_migrations WHERE component = 'document-store'`,
    );
    expect(now).toEqual({ at: MIGRATIONS.length });
  });

  it('reads everything that was there: documents, passages, what waits and what was cut off', async () => {
    const { documents } = await store.listDocuments(acme, { limit: 10, startingAfter: null });
    expect(documents.map(({ documentId, namespace, version }) => [documentId, namespace, version])).toEqual([
      ['cut', 'default', 8],
      ['leave', 'default', 3],
      ['travel', 'public', 2],
    ]);
    const found = await store.searchKeyword(acme, 'days of leave', 5, signal);
    expect(found.map(({ passageId }) => passageId)).toEqual(['leave-3']);
    const [passage] = await store.readCurrent(acme, ['leave-3', 'leave-1'], signal);
    expect(passage).toMatchObject({
      passageId: 'leave-3',
      text: 'Everybody has thirty-one days of leave a year.',
    });
    const unfinished = await store.claimUnfinishedIngestions({ olderThanMs: 0, limit: 10 });
    expect(unfinished).toHaveLength(3);
    const views = await Promise.all(unfinished.map((one) => store.getIngestion('acme', one.ingestionId)));
    const pending = views
      .flatMap((view) => view?.documents ?? [])
      .filter(({ status }) => status === 'pending');
    expect(pending.map(({ documentId }) => documentId).toSorted()).toEqual([
      'also',
      'cut',
      'notes.txt',
      'waiting',
    ]);
  });

  /** Ended, and nobody noted that it was told. */
  const untold = () =>
    database.query('SELECT FROM ingestions WHERE finished_at IS NOT NULL AND reported_at IS NULL');

  it('takes what had ended before for told, and not what ends from now on, whoever ends it', async () => {
    const [ended] = await database.query(
      'SELECT count(*)::integer AS n FROM ingestions WHERE finished_at IS NOT NULL',
    );
    expect(ended).not.toEqual({ n: 0 });
    expect(await untold()).toEqual([]);
    const [open] = await database.query(
      'SELECT count(reported_at)::integer AS told, count(*)::integer AS n FROM ingestions WHERE finished_at IS NULL',
    );
    expect(open).toEqual({ told: 0, n: 3 });
  });

  it('still runs every statement that the earlier release sends, with the rows that it got there', async () => {
    const statements = await readStatements(FROZEN);
    expect(statements.length).toBeGreaterThan(50);
    const differing: object[] = [];
    for (const { text, params, rows } of statements) {
      const got = await database.query(text, params);
      if (got.length !== rows) differing.push({ text, expected: rows, got: got.length });
    }
    expect(differing).toEqual([]);
  });

  it('reads what the earlier release wrote beside it', async () => {
    const found = await store.searchKeyword(acme, 'thirty-two days of leave', 5, signal);
    const [first] = await store.readCurrent(acme, [found[0]?.passageId ?? ''], signal);
    expect(first?.text).toBe('Everybody has thirty-two days of leave a year.');
    const { documents } = await store.listDocuments(acme, { limit: 10, startingAfter: null });
    const travel = documents.find(({ documentId }) => documentId === 'travel');
    expect(travel).toMatchObject({ namespace: 'default', metadata: { page: '4' } });
    // It notes nothing: what it ended is told once more, which its receiver knows by the id.
    expect(await untold()).not.toEqual([]);
  });

  it('is refused to a release that a later migration declared too old, and to no other', async () => {
    const component = 'document-store';
    const next = { name: 'a later release', sql: 'SELECT 1' };
    await runMigrations(database, { component, migrations: [...MIGRATIONS, next] });
    await runMigrations(database, { component, migrations: MIGRATIONS });
    const breaking = { name: 'one that breaks', sql: 'SELECT 1', minReader: MIGRATIONS.length + 2 };
    await runMigrations(database, { component, migrations: [...MIGRATIONS, next, breaking] });
    await expect(openDocumentStore({ database })).rejects.toThrow('Deploy the newer version');
  });
});
