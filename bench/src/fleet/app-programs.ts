import { isPortFree } from '@ragfleet/redis-server';
import { randomInt } from 'node:crypto';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type NodeProgram, type RunningProgram, startProgram } from './node-program.ts';

// Below the ports that kernels give to outgoing connections.
const LOWEST_PORT = 20_000;
const HIGHEST_PORT = 32_000;
const PROBE_MS = 1_000;

export type App = 'ingress-api' | 'query-worker' | 'batch-worker' | 'webhook-worker';

export interface RunningApp extends RunningProgram {
  /** Of /metrics. */
  readonly operationsUrl: string;
}

/** One app, ready. The ingress listens on `port`. */
export async function startApp(
  app: App,
  { name, environment }: Pick<NodeProgram, 'name' | 'environment'>,
): Promise<RunningApp> {
  const port = await findPort();
  const operationsUrl = `http://127.0.0.1:${port}`;
  const program = await startProgram({
    name,
    script: pathOf(`${app}/src/main.ts`),
    environment: { ...environment, OPERATIONS_PORT: String(port) },
    isReady: () => answersOk(`${operationsUrl}/readyz`),
  });
  return { ...program, operationsUrl };
}

/** The embedded PostgreSQL in a process of its own. */
export async function startEmbeddedStore(
  dataDir: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly program: RunningProgram; readonly url: string }> {
  const port = await findPort();
  const program = await startProgram({
    name: 'embedded-store',
    script: pathOf('local-fleet/src/embedded-store-main.ts'),
    environment: { ...environment, HOST: '127.0.0.1', PORT: String(port), STORE_DIR: dataDir },
    isReady: () => listensOn(port),
  });
  return { program, url: `postgres://postgres@127.0.0.1:${port}/postgres` };
}

export async function findPort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST_PORT, HIGHEST_PORT);
    if (await isPortFree(port)) return port;
  }
}

const pathOf = (file: string): string => fileURLToPath(new URL(`../../../apps/${file}`, import.meta.url));

async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_MS) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

const listensOn = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const finish = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(PROBE_MS, () => finish(false));
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
