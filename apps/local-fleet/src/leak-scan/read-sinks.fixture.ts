import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { connectPostgres } from '@ragfleet/postgres-connection';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import type { LocalDescription } from '../data-dir/local-description.ts';
import type { Sink } from './canaries.fixture.ts';

/** Something that can be searched, with a name that tells where it stands. */
export interface Reading {
  readonly sink: Sink;
  readonly place: string;
  readonly bytes: Buffer;
}

const READY_MS = 10_000;

/** Everything that both Redis servers hold, command by command: what a dump packs cannot be searched. */
export async function readRedis(url: string, sink: Sink): Promise<Reading[]> {
  const redis = connectRedis({ url, profile: 'fail-fast', name: 'leak-scan', commandTimeoutMs: 10_000 });
  await whenReady(redis, READY_MS);
  try {
    const readings: Reading[] = [];
    let cursor = '0';
    do {
      const [next, keys] = await redis.scanBuffer(cursor, 'COUNT', 500);
      cursor = String(next);
      for (const key of keys) {
        const place = key.toString('latin1');
        const value = await valueOf(redis, key);
        readings.push({ sink, place, bytes: Buffer.concat([key, Buffer.from('\n'), value]) });
      }
    } while (cursor !== '0');
    return readings;
  } finally {
    await closeRedis(redis, 1_000);
  }
}

async function valueOf(redis: Redis, key: Buffer): Promise<Buffer> {
  const type = await redis.type(key);
  switch (type) {
    case 'string':
      return (await redis.getBuffer(key)) ?? Buffer.alloc(0);
    case 'hash':
      return flat(await redis.callBuffer('HGETALL', key));
    case 'list':
      return flat(await redis.lrangeBuffer(key, 0, -1));
    case 'set':
      return flat(await redis.smembersBuffer(key));
    case 'zset':
      return flat(await redis.zrangeBuffer(key, '0', '-1'));
    case 'stream':
      return flat(await redis.callBuffer('XRANGE', key, '-', '+'));
    case 'vectorset':
      return vectorSet(redis, key);
    case 'none':
      return Buffer.alloc(0);
    default:
      throw new Error(`No way is known to read a ${type}.`);
  }
}

async function vectorSet(redis: Redis, key: Buffer): Promise<Buffer> {
  const size = Number(await redis.call('VCARD', key));
  const members = await redis.callBuffer('VRANDMEMBER', key, size);
  const attributes: unknown[] = [];
  for (const member of Array.isArray(members) ? (members as Buffer[]) : [])
    attributes.push(member, await redis.callBuffer('VGETATTR', key, member));
  return flat(attributes);
}

/** Everything of a reply, one after another. */
function flat(reply: unknown): Buffer {
  if (Buffer.isBuffer(reply)) return Buffer.concat([reply, Buffer.from('\n')]);
  if (Array.isArray(reply)) return Buffer.concat(reply.map(flat));
  return Buffer.from(`${JSON.stringify(reply) ?? ''}\n`);
}

/** Every row of every table, as text; bytes stand in it as hex. */
export async function readPostgres(url: string): Promise<Reading[]> {
  const database = connectPostgres({ url, poolSize: 1, statementTimeoutMs: 20_000, name: 'leak-scan' });
  try {
    const tables = await database.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const readings: Reading[] = [];
    for (const { name } of tables) {
      const rows = await database.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      const bytes = Buffer.from(rows.map(({ row }) => row).join('\n'));
      readings.push({ sink: 'PostgreSQL', place: name, bytes });
    }
    return readings;
  } finally {
    await database.close();
  }
}

/** Logs, the audit log, what Redis and the store have written: the whole folder. */
export async function readFolder(dir: string): Promise<Reading[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const readings: Reading[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(() => Buffer.alloc(0));
    readings.push({ sink: sinkOf(relative(dir, path)), place: relative(dir, path), bytes });
  }
  return readings;
}

const SINK_OF_FOLDER: Readonly<Record<string, Sink>> = {
  logs: 'logs',
  audit: 'audit',
  store: 'PostgreSQL',
  'redis-queue': 'queue Redis',
  'redis-cache': 'cache Redis',
};

/** What a server writes to its folder is the same sink as what it says, with all that it has forgotten since. */
const sinkOf = (path: string): Sink => SINK_OF_FOLDER[path.split('/', 1)[0] ?? ''] ?? 'files';

/** What an HTTP address says. */
export async function readPage(
  sink: Sink,
  url: string,
  headers: Record<string, string> = {},
): Promise<Reading> {
  const response = await fetch(url, { headers: { accept: 'application/json', ...headers } });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { sink, place: `${response.status} ${new URL(url).pathname}${new URL(url).search}`, bytes };
}

export async function readMetrics({ operations_urls: urls }: LocalDescription): Promise<Reading[]> {
  return Promise.all(Object.values(urls).map((url) => readPage('metrics', `${url}/metrics`)));
}

const STATES = [
  'active',
  'waiting',
  'waiting-children',
  'prioritized',
  'completed',
  'failed',
  'delayed',
  'paused',
  'latest',
];

/** Bull Board's page, and its API for every queue and state. */
export async function readDashboard(local: LocalDescription): Promise<Reading[]> {
  const { dashboard_url: url, dashboard_user: user, dashboard_password: password } = local;
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const page = (path: string): Promise<Reading> => readPage('dashboard', url + path, { authorization });
  const first = await page('/api/queues');
  const { queues } = JSON.parse(first.bytes.toString()) as { queues: readonly { name: string }[] };
  const readings = [first, await page('/'), await page('/service')];
  for (const { name } of queues)
    for (const state of STATES)
      readings.push(await page(`/api/queues?activeQueue=${name}&status=${state}&page=1&jobsPerPage=100`));
  return readings;
}
