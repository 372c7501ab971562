import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import { execFile, spawn } from 'node:child_process';
import { readlink } from 'node:fs/promises';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

/** pg_dump and pg_restore that fit a server: older ones refuse a newer server. */
export interface PostgresTools {
  /** The whole database as one custom-format archive. */
  dump(databaseUrl: string, file: string): Promise<void>;
  /** Into an empty database. Ends at the first error. */
  restore(databaseUrl: string, file: string): Promise<void>;
}

const run = promisify(execFile);
/** What asks for no data. A machine that is busy may need seconds to make or drop a database. */
const ASK_MS = 60_000;
const WORK_MS = 600_000;

/**
 * Tools as new as the server: those of RECOVERY_POSTGRES_TOOLS (a command such as `chroot DIR`, put before each), the
 * server's own where it runs on this machine, else those on the PATH or of Debian's packages. Throws with the fix.
 */
export async function findPostgresTools(
  admin: Database,
  { command: given, signal }: { readonly command: string | undefined; readonly signal: AbortSignal },
): Promise<PostgresTools> {
  const [server] = await admin.query<{ major: number }>(
    `SELECT current_setting('server_version_num')::integer / 10000 AS major`,
  );
  const major = server?.major ?? 0;
  const named = given === undefined || given === '' ? [] : [given.split(' ')];
  const prefixes = [...named, ...(await ownRoot(admin)), []];
  for (const prefix of prefixes)
    for (const dir of ['', `/usr/lib/postgresql/${major}/bin/`]) {
      const toolsAt = (name: string): readonly string[] => [...prefix, `${dir}${name}`];
      if ((await majorOf(toolsAt('pg_dump'))) >= major) return toolsOf(toolsAt, signal);
    }
  throw new Error(
    `No pg_dump of version ${major} or newer. Install postgresql-client-${major}, or name a command that finds one in RECOVERY_POSTGRES_TOOLS, such as "chroot DIR".`,
  );
}

/** Where a server that runs on this machine sees its files: it may live in a root folder of its own. */
async function ownRoot(admin: Database): Promise<string[][]> {
  const [backend] = await admin.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  try {
    const [root, program] = await Promise.all([
      readlink(`/proc/${backend?.pid}/root`),
      readlink(`/proc/${backend?.pid}/exe`),
    ]);
    return root !== '/' && program.endsWith('/postgres') ? [['chroot', root]] : [];
  } catch {
    // Another machine, another user, or a container: no process of that number is to be seen here.
    return [];
  }
}

/** 0 where there is no such program. */
async function majorOf([command = '', ...prefix]: readonly string[]): Promise<number> {
  try {
    const { stdout } = await run(command, [...prefix, '--version'], { timeout: ASK_MS });
    return Number(/ (\d+)/.exec(stdout)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function toolsOf(toolsAt: (name: string) => readonly string[], signal: AbortSignal): PostgresTools {
  return {
    async dump(databaseUrl, file) {
      const options = ['--format=custom', '--no-owner'];
      const child = start([...toolsAt('pg_dump'), ...options], databaseUrl, signal);
      await ended(child, pipeline(child.stdout, createWriteStream(file)));
    },
    async restore(databaseUrl, file) {
      const options = ['--no-owner', '--exit-on-error'];
      const child = start([...toolsAt('pg_restore'), ...options], databaseUrl, signal);
      await ended(child, pipeline(createReadStream(file), child.stdin));
    },
  };
}

/** The password goes by the environment: every user of the machine can read a command line. */
function start([command = '', ...rest]: readonly string[], databaseUrl: string, signal: AbortSignal) {
  const url = new URL(databaseUrl);
  const password = url.password === '' ? {} : { PGPASSWORD: decodeURIComponent(url.password) };
  url.password = '';
  return spawn(command, [...rest, `--dbname=${url.href}`], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...password },
    timeout: WORK_MS,
    cwd: '/',
    signal,
  });
}

/** Throws with what the tool said when it did not do its work: that its pipe is broken says less. */
async function ended(child: ReturnType<typeof start>, copying: Promise<void>): Promise<void> {
  const copied = copying.then(
    () => null,
    (error: unknown) => ({ error }),
  );
  const said: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('close', (exitCode) => resolve(exitCode));
    child.once('error', reject);
  });
  if (code !== 0) throw new Error(`${child.spawnfile} ended with ${code}: ${Buffer.concat(said).toString()}`);
  const failed = await copied;
  if (failed !== null) throw failed.error;
}

/** An empty database of that name on the server, or none any more. */
export async function createDatabase(admin: Database, name: string): Promise<void> {
  await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`);
}

export async function dropDatabase(admin: Database, name: string): Promise<void> {
  await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

/** The server's own database, for what concerns all of them. */
export const connectAdmin = (url: string): Database =>
  connectPostgres({ url, poolSize: 2, statementTimeoutMs: ASK_MS, name: 'recovery-drill' });

export function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
