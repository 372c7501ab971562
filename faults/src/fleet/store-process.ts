import { endWithOwner, findFreePort } from '@ragfleet/redis-server';
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createLogTail } from './log-tail.ts';

/** The document store as a process, on one port for its whole life. */
export interface StoreProcess {
  readonly port: number;
  kill(): Promise<void>;
  /** Again with the same data. Resolves when it takes connections. */
  restart(): Promise<void>;
  isRunning(): boolean;
  stop(): Promise<void>;
}

const PROGRAM = fileURLToPath(
  new URL('../../../apps/local-fleet/src/embedded-store-main.ts', import.meta.url),
);
const READY_MS = 90_000;
const POLL_MS = 25;

export async function startStoreProcess(dataDir: string): Promise<StoreProcess> {
  const port = await findFreePort();
  const start = async () => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM], {
      env: { ...process.env, STORE_DIR: dataDir, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'warn' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const tail = createLogTail('document-store', child);
    const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
    if (child.pid !== undefined) void exited.then(endWithOwner(child.pid));
    const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
    const endsAtMs = performance.now() + READY_MS;
    while (!(await takesConnections(port))) {
      if (hasEnded() || performance.now() > endsAtMs)
        throw new Error(`The document store does not come up:\n${tail.lines().join('\n')}`);
      await delay(POLL_MS);
    }
    const end = async (signal: NodeJS.Signals): Promise<void> => {
      if (!hasEnded()) child.kill(signal);
      await exited;
    };
    return { end, hasEnded };
  };
  let running = await start();
  return {
    port,
    kill: () => running.end('SIGKILL'),
    restart: async () => {
      await running.end('SIGKILL');
      running = await start();
    },
    isRunning: () => !running.hasEnded(),
    stop: () => running.end('SIGTERM'),
  };
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const finish = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}
