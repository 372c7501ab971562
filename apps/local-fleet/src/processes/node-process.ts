import { Fault } from '@ragfleet/kernel';
import { endWithOwner } from '@ragfleet/redis-server';
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { ExitCode, ProcessSpec, RunningProcess } from '../supervisor/contract.ts';
import type { LogFile } from '../supervisor/log-file.ts';

export interface NodeProcess {
  readonly name: string;
  readonly script: string;
  /** The whole environment of the process. */
  readonly environment: NodeJS.ProcessEnv;
  /** The heap's limit. What a process needs beyond it is a leak here. */
  readonly maxHeapMb: number;
  readonly log: LogFile;
  isReady(): Promise<boolean>;
}

const READY_TIMEOUT_MS = 90_000;
const READY_POLL_MS = 25;
/** It may hold work already: a worker takes jobs before it has said that it is ready. */
const STARTING_GRACE_MS = 12_000;

/** A TypeScript program of this repository as a process of the fleet. It ends with this process, however this one ends. */
export function nodeProcess(options: NodeProcess): ProcessSpec {
  return {
    name: options.name,
    async start(signal) {
      const child = spawn(process.execPath, argumentsOf(options), {
        env: options.environment,
        stdio: ['ignore', 'pipe', 'pipe'],
        // Its own group: Ctrl-C reaches the fleet alone, which stops its processes in order.
        detached: true,
      });
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => options.log.write(chunk));
      const exited = exitOf(child);
      if (child.pid === undefined) throw notReady(options, 'could not be started');
      void exited.then(endWithOwner(child.pid));
      const running = { pid: child.pid, exited, stop: stopOnce(child, exited) };
      await waitUntilReady(options, child, running, signal);
      return running;
    },
  };
}

/** Half of what V8 takes for what is new: eight processes on one machine keep a sixth of their memory less. */
const SEMI_SPACE_MB = 8;

function argumentsOf({ script, maxHeapMb }: NodeProcess): string[] {
  return [
    '--disable-warning=ExperimentalWarning',
    `--max-old-space-size=${maxHeapMb}`,
    `--max-semi-space-size=${SEMI_SPACE_MB}`,
    script,
  ];
}

const exitOf = (child: ChildProcess): Promise<ExitCode> =>
  new Promise((resolve) => {
    // `close`, not `exit`: by then its last words are in the log.
    child.once('close', (code) => resolve(code));
    child.once('error', () => resolve(null));
  });

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function waitUntilReady(
  options: NodeProcess,
  child: ChildProcess,
  running: RunningProcess,
  signal: AbortSignal,
): Promise<void> {
  const endsAt = performance.now() + READY_TIMEOUT_MS;
  while (!hasEnded(child) && !signal.aborted && performance.now() < endsAt) {
    if (await options.isReady()) return;
    await delay(READY_POLL_MS);
  }
  const reason = hasEnded(child) ? 'ended while it was starting' : 'did not become ready';
  await running.stop(STARTING_GRACE_MS);
  throw notReady(options, reason);
}

/** One SIGTERM, however many ask: an app takes a second one for the wish to end without its drain. */
function stopOnce(child: ChildProcess, exited: Promise<ExitCode>): RunningProcess['stop'] {
  let stopping: Promise<void> | null = null;
  return (graceMs) => (stopping ??= stop(child, exited, graceMs));
}

async function stop(child: ChildProcess, exited: Promise<ExitCode>, graceMs: number): Promise<void> {
  if (hasEnded(child)) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await exited;
  clearTimeout(timer);
}

function notReady({ name, log }: NodeProcess, reason: string): Fault {
  return new Fault('unavailable', `${name} ${reason}. The end of ${log.path}:\n${log.tail()}`);
}
