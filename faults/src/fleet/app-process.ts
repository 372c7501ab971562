import { endWithOwner, findFreePort } from '@ragfleet/redis-server';
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { TcpProxy } from '../proxy/contract.ts';
import { startTcpProxy } from '../proxy/tcp-proxy.ts';
import type { ProcessFinding } from '../history/contract.ts';
import type { AppName, AppProcess, StartAppOptions } from './contract.ts';
import { createLogTail } from './log-tail.ts';

/** Where the servers are that a process of the fleet talks to. */
export interface ServerPorts {
  readonly queue: number;
  readonly cache: number;
  readonly database: number;
  /** Of the database on that port, where it is another one than the embedded one's. */
  readonly databaseUrl?: string;
}

export interface AppProcessOptions extends StartAppOptions {
  readonly app: AppName;
  readonly name: string;
  readonly servers: ServerPorts;
  /** Of every process of the fleet. */
  readonly fleetVariables: Readonly<Record<string, string>>;
}

/** A process with what only its fleet may see of it. */
export interface OwnedProcess extends AppProcess {
  /** What it said, since the last call, that a healthy process does not. */
  takeFindings(): ProcessFinding[];
  /** Started without variables of its own. */
  readonly isStandard: boolean;
  hasEnded(): boolean;
}

const EMBEDDED_URL = 'postgres://postgres@127.0.0.1/postgres';
const READY_MS = 60_000;
const READY_POLL_MS = 25;
const START_ATTEMPTS = 3;
const PROBE_MS = 2_000;
const DEFAULT_HEAP_MB = 320;
/** Apps with an API or pages of their own. */
const SERVING: ReadonlySet<AppName> = new Set(['ingress-api', 'dashboard']);

const programOf = (app: AppName): string =>
  fileURLToPath(new URL(`../../../apps/${app}/src/main.ts`, import.meta.url));

/** Starts one app behind proxies of its own. Resolves when it is ready, or at once where nobody waits for that; throws with its last words when it does not come up. */
export async function startAppProcess(options: AppProcessOptions): Promise<OwnedProcess> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(options);
    } catch (error) {
      // Somebody may have taken the free port between the probe and the bind.
      if (attempt === START_ATTEMPTS || !String(error).includes('EADDRINUSE')) throw error;
    }
  }
}

type Proxies = Readonly<Record<'queue' | 'cache' | 'database', TcpProxy>>;

interface Ports {
  readonly operationsPort: number;
  /** null for an app without an API or pages of its own. */
  readonly port: number | null;
}

interface Spawned {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly exited: Promise<number | null>;
  readonly proxies: Proxies;
  readonly ports: Ports;
}

async function startOnce(options: AppProcessOptions): Promise<OwnedProcess> {
  const ports = {
    operationsPort: await findFreePort(),
    port: SERVING.has(options.app) ? await findFreePort() : null,
  };
  const proxies = await startProxies(options.servers);
  const child = spawn(process.execPath, argumentsOf(options), {
    env: environmentOf(options, proxies, ports),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const exited = exitOf(child);
  void exited.then(() => Promise.all(Object.values(proxies).map((proxy) => proxy.stop())));
  const { pid } = child;
  if (pid === undefined) throw new Error(`${options.name} could not be started.`);
  void exited.then(endWithOwner(pid));
  const owned = ownedOf(options, { child, pid, exited, proxies, ports });
  if (options.isAwaited !== false) await waitUntilReady(owned);
  return owned;
}

async function startProxies(servers: ServerPorts): Promise<Proxies> {
  const [queue, cache, database] = await Promise.all([
    startTcpProxy({ targetPort: servers.queue }),
    startTcpProxy({ targetPort: servers.cache }),
    startTcpProxy({ targetPort: servers.database }),
  ]);
  return { queue, cache, database };
}

function ownedOf(
  { app, name, variables, maxHeapMb }: AppProcessOptions,
  { child, pid, exited, proxies, ports: { operationsPort, port } }: Spawned,
): OwnedProcess {
  const tail = createLogTail(name, child);
  const killed: ProcessFinding[] = [];
  const operationsUrl = `http://127.0.0.1:${app === 'dashboard' ? port : operationsPort}`;
  return {
    app,
    name,
    pid,
    operationsUrl,
    url: port === null ? null : `http://127.0.0.1:${port}`,
    ...proxies,
    exited,
    log: () => tail.lines(),
    metric: (series) => readMetric(`http://127.0.0.1:${operationsPort}/metrics`, series),
    isReady: () => answersOk(`${operationsUrl}/readyz`),
    kill: async (signal) => {
      killed.push({ name, kind: 'killed-by-harness', detail: signal });
      child.kill(signal);
      await exited;
    },
    terminate: (limitMs) => terminate(child, exited, limitMs),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    isStandard: variables === undefined && maxHeapMb === undefined,
    takeFindings: () => [...killed.splice(0), ...tail.takeFindings()],
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
  };
}

async function terminate(
  child: ChildProcess,
  exited: Promise<number | null>,
  limitMs: number,
): Promise<number | null> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
  const code = await exited;
  clearTimeout(timer);
  return code;
}

function argumentsOf({ app, maxHeapMb = DEFAULT_HEAP_MB }: AppProcessOptions): string[] {
  return ['--disable-warning=ExperimentalWarning', `--max-old-space-size=${maxHeapMb}`, programOf(app)];
}

function environmentOf(
  { fleetVariables, servers, variables = {} }: AppProcessOptions,
  proxies: Proxies,
  { operationsPort, port }: Ports,
): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE } = process.env;
  return {
    PATH,
    HOME,
    TMPDIR,
    ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }),
    ...fleetVariables,
    QUEUE_REDIS_URL: `redis://127.0.0.1:${proxies.queue.port}`,
    CACHE_REDIS_URL: `redis://127.0.0.1:${proxies.cache.port}`,
    DATABASE_URL: throughProxy(servers.databaseUrl ?? EMBEDDED_URL, proxies.database.port),
    OPERATIONS_PORT: String(operationsPort),
    ...(port === null ? {} : { PORT: String(port) }),
    ...variables,
  };
}

function throughProxy(databaseUrl: string, port: number): string {
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return url.href;
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    child.once('close', (code) => resolve(code));
    child.once('error', () => resolve(null));
  });

async function waitUntilReady(owned: OwnedProcess): Promise<void> {
  const endsAtMs = performance.now() + READY_MS;
  while (!owned.hasEnded() && performance.now() < endsAtMs) {
    if (await owned.isReady()) return;
    await delay(READY_POLL_MS);
  }
  if (!owned.hasEnded()) await owned.kill('SIGKILL');
  throw new Error(`${owned.name} does not come up:\n${owned.log().join('\n')}`);
}

async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_MS) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

async function readMetric(url: string, series: string): Promise<number> {
  const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_MS) });
  const line = (await response.text()).split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? 0 : Number(line.slice(series.length + 1));
}
