import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { openTestPostgres, type TestPostgres } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectPostgres } from '../connect-postgres.ts';
import type { Database } from '../contract.ts';
import { startEmbeddedPostgres } from './start-embedded-postgres.ts';

const connect = (url: string, poolSize = 1): Database =>
  connectPostgres({ url, poolSize, statementTimeoutMs: 10_000, name: 'embedded-test' });

/** A process of its own that opens a transaction, says so, and stays in it. */
const STALLING_CLIENT = `
  import pg from 'pg';
  const client = new pg.Client({ connectionString: process.argv[1], ...JSON.parse(process.argv[2]) });
  client.on('error', () => process.exit(3));
  await client.connect();
  await client.query('BEGIN');
  await client.query("INSERT INTO kept VALUES ('never committed')");
  process.stdout.write('inside');
  setInterval(() => undefined, 1_000);
`;

describe('startEmbeddedPostgres', () => {
  let postgres: TestPostgres;
  let database: Database;
  beforeAll(async () => {
    postgres = await openTestPostgres('embedded');
    database = connect(postgres.url);
    await database.runScript('CREATE TABLE kept (text text)');
  });
  afterAll(async () => {
    await database.close();
    await postgres.stop();
  });

  it('gives every one of 20 clients its own answers, also to statements of many packets', async () => {
    const pools = Array.from({ length: 20 }, () => connect(postgres.url));
    // Connected one after the other: the connections are what is tested, not how fast they open on a busy machine.
    for (const pool of pools) await pool.query('SELECT 1');
    const askOften = async (pool: Database, client: number): Promise<boolean> => {
      const value = `${client}-`.padEnd(200_000, 'x');
      for (let round = 0; round < 20; round += 1) {
        const rows = await pool.query(`SELECT ${client} AS who, $1::text AS value`, [value]);
        if (!isDeepStrictEqual(rows, [{ who: client, value }])) return false;
      }
      return true;
    };
    expect(await Promise.all(pools.map(askOften))).toEqual(pools.map(() => true));
    await Promise.all(pools.map((pool) => pool.close()));
  });

  const stallingClient = async (settings: object = {}) => {
    const program = ['--input-type=module', '--eval', STALLING_CLIENT];
    const client = spawn(process.execPath, [...program, postgres.url, JSON.stringify(settings)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: import.meta.dirname,
    });
    await once(client.stdout, 'data');
    return client;
  };

  it('rolls back and serves the others when a client is killed inside a transaction', async () => {
    const client = await stallingClient();
    client.kill('SIGKILL');
    await once(client, 'exit');
    expect(await database.query('SELECT text FROM kept')).toEqual([]);
  });

  it.each([
    ['', {}],
    [', also one that asks for its session to be ended', { idle_in_transaction_session_timeout: 500 }],
    [', also one that asks for it by its options', { options: '-c idle_in_transaction_session_timeout=500' }],
  ])('cuts off a client that stalls inside a transaction%s', async (_how, settings) => {
    const client = await stallingClient(settings);
    const exited = once(client, 'exit');
    expect(await database.query('SELECT text FROM kept')).toEqual([]);
    expect(await exited).toEqual([3, null]);
  });

  it('keeps the settings of each connection apart', async () => {
    const other = connect(`${postgres.url}?options=-c%20search_path%3Delsewhere`);
    const path = async (pool: Database): Promise<unknown> =>
      (await pool.query<{ search_path: string }>('SHOW search_path'))[0]?.search_path;
    expect([await path(database), await path(other), await path(database)]).toEqual([
      'public',
      'elsewhere',
      'public',
    ]);
    await other.close();
  });

  it('goes on after a statement that fails', async () => {
    await expect(database.query('SELECT 1 / $1::int', [0])).rejects.toMatchObject({ kind: 'internal' });
    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe('an embedded database with a folder', () => {
  it('has its data again after a restart', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'ragfleet-restart-'));
    const start = () => startEmbeddedPostgres({ dataDir, host: '127.0.0.1', port: 0 });
    const first = await start();
    const before = connect(first.url);
    await before.runScript(`CREATE TABLE kept (text text); INSERT INTO kept VALUES ('still here')`);
    await before.close();
    await first.stop();
    const second = await start();
    const after = connect(second.url);
    expect(await after.query('SELECT text FROM kept')).toEqual([{ text: 'still here' }]);
    await after.close();
    await second.stop();
    await rm(dataDir, { recursive: true });
  });
});
