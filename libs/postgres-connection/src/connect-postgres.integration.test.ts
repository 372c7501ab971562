import { Fault } from '@ragfleet/kernel';
import { describeOnPostgres, describeOnPostgresServer, openTestPostgres } from '@ragfleet/test-support';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { connectPostgres } from './connect-postgres.ts';
import type { Database } from './contract.ts';
import { startEmbeddedPostgres } from './embedded/start-embedded-postgres.ts';

/** The same place, with these parts of its URL changed. */
const urlOf = (url: string, parts: Partial<Pick<URL, 'username' | 'password' | 'pathname'>>): string =>
  // pg reads a plus as a plus.
  Object.assign(new URL(url), parts).href.replaceAll('+', '%20');
const signalOf = (fault: Fault): AbortSignal => AbortSignal.abort(fault);

describeOnPostgres('a pool', (postgres) => {
  let database: Database;
  beforeAll(() => {
    database = connectPostgres({
      url: postgres().url,
      poolSize: 2,
      statementTimeoutMs: 5_000,
      name: 'pool-test',
    });
  });
  afterAll(() => database.close());

  it('runs statements with values', async () => {
    expect(await database.query('SELECT $1::text AS text, $2::int[] AS numbers', ['a', [1, 2]])).toEqual([
      { text: 'a', numbers: [1, 2] },
    ]);
  });
  it('runs a script as one transaction', async () => {
    await expect(database.runScript('CREATE TABLE half (i int); SELECT 1 / 0')).rejects.toMatchObject({
      kind: 'internal',
    });
    expect(await database.query(`SELECT to_regclass('half') AS half`)).toEqual([{ half: null }]);
  });
  it('says conflict for a key that is taken', async () => {
    await database.runScript('CREATE TABLE keyed (key int PRIMARY KEY); INSERT INTO keyed VALUES (1)');
    await expect(database.query('INSERT INTO keyed VALUES (1)')).rejects.toMatchObject({ kind: 'conflict' });
  });
  it('says invalid-input for text that cannot be stored', async () => {
    await expect(database.query('SELECT $1::text', ['a\0b'])).rejects.toMatchObject({
      kind: 'invalid-input',
    });
  });
  it('never repeats what the statement held in its message', async () => {
    const error = await database.query(`SELECT 'secret'::int`).catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(Fault);
    expect(String(error)).not.toContain('secret');
  });
  it('ends the waiting with the reason of the signal', async () => {
    const expired = new Fault('expired', 'The deadline of this query has passed.');
    await expect(database.query('SELECT 1', [], signalOf(expired))).rejects.toBe(expired);
    const controller = new AbortController();
    const waiting = database.query('SELECT count(*) FROM generate_series(1, 100000)', [], controller.signal);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ kind: 'canceled' });
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describeOnPostgresServer('a pool', () => {
  it('keeps a connection for five minutes without work', async () => {
    const { url, stop } = await openTestPostgres('server');
    const database = connectPostgres({ url, poolSize: 1, statementTimeoutMs: 5_000, name: 'idle-test' });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const session = () => database.query('SELECT pg_backend_pid() AS id');
    const first = await session();
    vi.advanceTimersByTime(299_000);
    expect(await session()).toEqual(first);
    vi.advanceTimersByTime(300_000);
    expect(await session()).not.toEqual(first);
    await database.close();
    await stop();
  });
  it('leaves a server that was demoted: a refused write is to be tried again, on another connection', async () => {
    const { url, stop } = await openTestPostgres('server');
    const database = connectPostgres({ url, poolSize: 1, statementTimeoutMs: 5_000, name: 'demoted-test' });
    const session = () => database.query('SELECT pg_backend_pid() AS id');
    await database.query('SET default_transaction_read_only = on');
    const first = await session();
    const write = () => database.runScript('CREATE TABLE written (i int)');
    await expect(write()).rejects.toMatchObject({ kind: 'unavailable', isRetryable: true });
    expect(await session()).not.toEqual(first);
    await write();
    await database.close();
    await stop();
  });
  it('says unavailable while its user may not log in, and works again when it may', async () => {
    const { url, stop } = await openTestPostgres('server');
    const settings = { poolSize: 1, statementTimeoutMs: 5_000, name: 'login-test' };
    const administrator = connectPostgres({ ...settings, url });
    const role = `login_${randomBytes(6).toString('hex')}`;
    await administrator.runScript(`CREATE ROLE ${role} LOGIN PASSWORD '${role}'`);
    const database = connectPostgres({ ...settings, url: urlOf(url, { username: role, password: role }) });
    const [session] = await database.query<{ id: number }>('SELECT pg_backend_pid() AS id');
    await administrator.runScript(`ALTER ROLE ${role} NOLOGIN`);
    await administrator.query('SELECT pg_terminate_backend($1, 5000)', [session?.id]);
    const refused = { kind: 'unavailable', isRetryable: true, cause: { code: '28000' } };
    await expect
      .poll(() => database.query('SELECT 1').catch((error: unknown) => error))
      .toMatchObject(refused);
    await administrator.runScript(`ALTER ROLE ${role} LOGIN`);
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await database.close();
    await administrator.runScript(`DROP ROLE ${role}`);
    await administrator.close();
    await stop();
  });
  it('says what to check of a database that is not there, and of a certificate that is not', async () => {
    const { url, stop } = await openTestPostgres('server');
    const wrong = [
      { at: urlOf(url, { pathname: '/no_such_database' }), code: '3D000' },
      { at: `${url}&sslmode=verify-full&sslrootcert=/no/such/file`, code: 'ENOENT' },
    ];
    for (const { at, code } of wrong) {
      const database = connectPostgres({
        url: at,
        poolSize: 1,
        statementTimeoutMs: 5_000,
        name: 'wrong-test',
      });
      const refused = {
        kind: 'unavailable',
        cause: { code },
        message: expect.stringContaining('sslrootcert') as string,
      };
      await expect(database.query('SELECT 1')).rejects.toMatchObject(refused);
      await expect(
        database.underLock({ key: 'wrong', statementTimeoutMs: 1_000 }, () => Promise.resolve()),
      ).rejects.toMatchObject(refused);
      await database.close();
    }
    await stop();
  });
  it('cuts a statement off at its timeout, and waits 2 s at most for a free connection', async () => {
    const { url, stop } = await openTestPostgres('server');
    const database = connectPostgres({ url, poolSize: 1, statementTimeoutMs: 3_000, name: 'timeout-test' });
    const slow = database.query('SELECT pg_sleep(10)').catch((error: unknown) => error);
    await expect(database.query('SELECT 1')).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await slow).toMatchObject({ kind: 'timeout' });
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await database.close();
    await stop();
  });
});

describe('a pool whose server is away', () => {
  it('says unavailable, and works again when the server is back', async () => {
    const postgres = await openTestPostgres('embedded');
    const database = connectPostgres({
      url: postgres.url,
      poolSize: 1,
      statementTimeoutMs: 5_000,
      name: 'away-test',
    });
    await database.query('SELECT 1');
    await postgres.stop();
    await expect(database.query('SELECT 1')).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(database.query('SELECT 1')).rejects.toMatchObject({ kind: 'unavailable' });
    const port = Number(new URL(postgres.url).port);
    const again = await startEmbeddedPostgres({ dataDir: null, host: '127.0.0.1', port });
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await database.close();
    await again.stop();
  });
});
