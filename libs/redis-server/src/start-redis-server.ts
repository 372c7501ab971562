import { Fault } from '@ragfleet/kernel';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endWithOwner } from './end-with-owner.ts';
import { findFreePort } from './free-port.ts';
import { answersPing } from './ping.ts';
import { rewriteTruncatedFile } from './rewrite-truncated-file.ts';

/** queue: every write survives a crash and nothing is evicted. cache: nothing on disk, the oldest goes first. */
export type RedisRole = 'queue' | 'cache';

export interface RedisServerOptions {
  readonly binary: string;
  /** The server's own folder: its data and its log. Created when missing. */
  readonly dir: string;
  readonly role: RedisRole;
  /** A free one when not given. */
  readonly port?: number;
  readonly maxMemoryMb: number;
  /** `redis.log` in `dir` when not given. */
  readonly logFile?: string;
}

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves with the exit code, or null after a signal, when the process has ended for whatever reason. */
  readonly exited: Promise<number | null>;
  /** SIGTERM, and SIGKILL after ten seconds. Resolves when the process is gone. */
  stop(): Promise<void>;
  /** Sends the signal and resolves when it was sent; `exited` tells when the process is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

// A large append-only file takes its time to load, and PING answers -LOADING until then.
const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 10_000;
const PORT_ATTEMPTS = 3;

const ROLE_SETTINGS: Readonly<Record<RedisRole, readonly string[]>> = {
  queue: ['--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction'],
  cache: ['--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru'],
};

/** Starts a private Redis on 127.0.0.1 that ends with this process. Resolves when PING answers; throws a Fault `unavailable` with the log's tail. */
export async function startRedisServer(options: RedisServerOptions): Promise<RedisServer> {
  await mkdir(options.dir, { recursive: true });
  if (options.port !== undefined) return startOnPort(options, options.port);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnPort(options, await findFreePort());
    } catch (error) {
      // Somebody may have taken the free port between the probe and the bind.
      if (attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

async function startOnPort(options: RedisServerOptions, port: number): Promise<RedisServer> {
  const logFile = options.logFile ?? join(options.dir, 'redis.log');
  const child = spawn(options.binary, serverArguments(options, port, logFile), {
    cwd: options.dir,
    stdio: 'ignore',
    // Its own group: Ctrl-C reaches the owner alone, which stops its servers last.
    detached: true,
  });
  const exited = exitOf(child);
  if (child.pid === undefined) throw await notStarted(logFile);
  const release = endWithOwner(child.pid);
  void exited.then(release);
  const server: RedisServer = {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid: child.pid,
    exited,
    stop: () => stopChild(child, exited),
    kill: async (signal) => {
      child.kill(signal);
    },
  };
  await waitUntilReady(server, child, logFile);
  if (options.role === 'queue') await rewriteTruncatedFile({ port, pid: child.pid, logFile });
  return server;
}

function serverArguments(options: RedisServerOptions, port: number, logFile: string): string[] {
  const place = ['--bind', '127.0.0.1', '--port', String(port), '--dir', options.dir, '--logfile', logFile];
  const limits = ['--maxmemory', `${options.maxMemoryMb}mb`, '--save', '', '--daemonize', 'no'];
  return [...place, ...limits, ...ROLE_SETTINGS[options.role]];
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.once('error', () => resolve(null));
  });

async function waitUntilReady(server: RedisServer, child: ChildProcess, logFile: string): Promise<void> {
  const deadlineMs = performance.now() + READY_TIMEOUT_MS;
  while (child.exitCode === null && child.signalCode === null && performance.now() < deadlineMs) {
    if (await answersPing(server.port, server.pid)) return;
    await delay(15);
  }
  await server.stop();
  throw await notStarted(logFile);
}

async function stopChild(child: ChildProcess, exited: Promise<number | null>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  // A stopped process handles no SIGTERM.
  child.kill('SIGCONT');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(timer);
}

async function notStarted(logFile: string): Promise<Fault> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  const tail = text.trimEnd().split('\n').slice(-5).join('\n');
  return new Fault('unavailable', `The Redis server did not start. The end of ${logFile}:\n${tail}`);
}
