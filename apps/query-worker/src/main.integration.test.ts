import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import { findFreePort, describeOnPostgresServer } from '@ragfleet/test-support';
import { expect, it, onTestFinished } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const HOST = '127.0.0.1';
const WAITING = `SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database
  WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted`;

function start(variables: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      // Nobody is there: a process that migrates has not asked it for anything yet.
      QUEUE_REDIS_URL: 'redis://127.0.0.1:1',
      CACHE_REDIS_URL: 'redis://127.0.0.1:1',
      RAGFLEET_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      HOST,
      SHUTDOWN_GRACE_SECONDS: '60',
      ...variables,
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

// The embedded database has one session for all, so its lock keeps nobody waiting: that is for a server to show.
describeOnPostgresServer('a process whose database another one migrates', (serverUrl) => {
  /** A database of its own, because the lock of migrations is one for a whole database. */
  async function openDatabase(): Promise<{ readonly url: string; readonly database: Database }> {
    const settings = { poolSize: 1, statementTimeoutMs: 60_000, name: 'main-test' };
    const administrator = connectPostgres({ ...settings, url: serverUrl });
    const name = `main_${randomBytes(6).toString('hex')}`;
    await administrator.query(`CREATE DATABASE ${name}`);
    const { href: url } = Object.assign(new URL(serverUrl), { pathname: name });
    const database = connectPostgres({ ...settings, url });
    onTestFinished(async () => {
      await database.close();
      await administrator.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await administrator.close();
    });
    return { url, database };
  }

  it('lives, is not ready, and ends at once when it is told to, whatever its grace period', async () => {
    const { url, database } = await openDatabase();
    await database.query(`SELECT pg_advisory_lock(hashtext('ragfleet-migrations'))`);
    const OPERATIONS_PORT = String(await findFreePort());
    const child = start({ DATABASE_URL: url, OPERATIONS_PORT });
    const statusOf = (path: string): Promise<number> =>
      fetch(`http://${HOST}:${OPERATIONS_PORT}${path}`).then(
        (reply) => reply.status,
        () => 0,
      );
    const waiting = async (): Promise<number> => (await database.query(WAITING)).length;
    await expect.poll(waiting, { timeout: 60_000 }).toBe(1);
    expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 503]);
    const toldAt = performance.now();
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(performance.now() - toldAt).toBeLessThan(5_000);
  });
});
