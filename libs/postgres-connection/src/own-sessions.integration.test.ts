import { describeOnPostgresServer, openTestPostgres, type TestPostgres } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectPostgres } from './connect-postgres.ts';
import type { Database } from './contract.ts';

const lock = { key: 'building', statementTimeoutMs: 5_000 };

// The embedded database has one session for all, so its lock excludes nobody: that is for a server to show.
describeOnPostgresServer('work under a lock', () => {
  let postgres: TestPostgres;
  let database: Database;
  beforeAll(async () => {
    postgres = await openTestPostgres('server');
    database = connectPostgres({
      url: postgres.url,
      poolSize: 1,
      statementTimeoutMs: 5_000,
      name: 'lock-test',
    });
  });
  afterAll(async () => {
    await database.close();
    await postgres.stop();
  });

  it('is done by one at a time, outside of the pool', async () => {
    const began = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const first = database.underLock(lock, async (session) => {
      await session.query('SELECT 1');
      began.resolve();
      await release.promise;
    });
    await began.promise;
    expect(await database.underLock(lock, () => expect.unreachable('The lock is held.'))).toBe(false);
    expect(await database.underLock({ ...lock, key: 'another' }, () => Promise.resolve())).toBe(true);
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    release.resolve();
    expect(await first).toBe(true);
    expect(await database.underLock(lock, () => Promise.resolve())).toBe(true);
  });
  it('frees its lock when it fails, and says what the server said as a Fault', async () => {
    const failing = database.underLock(lock, async (session) => {
      await session.query('SELECT no_such_column');
    });
    await expect(failing).rejects.toMatchObject({ kind: 'internal' });
    await expect.poll(() => database.underLock(lock, () => Promise.resolve())).toBe(true);
  });
  it('is cut off when the database is closed', async () => {
    const own = connectPostgres({
      url: postgres.url,
      poolSize: 1,
      statementTimeoutMs: 5_000,
      name: 'lock-test',
    });
    const began = Promise.withResolvers<void>();
    const sleeping = own.underLock(lock, async (session) => {
      began.resolve();
      await session.query('SELECT pg_sleep(4)');
    });
    await began.promise;
    const [slept] = await Promise.allSettled([sleeping, own.close()]);
    expect(slept).toMatchObject({ status: 'rejected', reason: { kind: 'unavailable' } });
  });
});
