import { endWithOwner } from '@ragfleet/redis-server';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

export interface NodeProgram {
  readonly name: string;
  /** Path of the script: an app is started, never imported. */
  readonly script: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly isReady: () => Promise<boolean>;
}

export interface RunningProgram {
  readonly name: string;
  readonly pid: number;
  /** SIGTERM, and SIGKILL after its grace. Resolves when it is gone. */
  stop(): Promise<void>;
}

const READY_MS = 90_000;
const STOP_MS = 20_000;
const KEPT_CHARACTERS = 10_000;

/** A program of this repository in a process that ends with this one. Throws with its last words when it does not come up. */
export async function startProgram({
  name,
  script,
  environment,
  isReady,
}: NodeProgram): Promise<RunningProgram> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  if (child.pid === undefined) throw new Error(`${name} could not be started.`);
  child.once('exit', endWithOwner(child.pid));
  const lastWords = listenTo(child);
  const program = { name, pid: child.pid, stop: () => stop(child) };
  const untilMs = performance.now() + READY_MS;
  while (!(await isReady())) {
    if (hasEnded(child) || performance.now() > untilMs) {
      await program.stop();
      throw new Error(`${name} does not come up:\n${lastWords()}`);
    }
    await delay(50);
  }
  return program;
}

function listenTo({ stdout, stderr }: ChildProcess): () => string {
  let said = '';
  for (const stream of [stdout, stderr])
    stream?.on('data', (bytes: Buffer) => {
      said = (said + bytes.toString()).slice(-KEPT_CHARACTERS);
    });
  return () => said;
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(timer);
}
