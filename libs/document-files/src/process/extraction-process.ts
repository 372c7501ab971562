import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Fault } from '@ragfleet/kernel';
import type { FileFacts } from '../extract/detect-type.ts';
import { ExtractionError } from '../extract/extraction-error.ts';
import type { ExtractionLimits } from '../extract/extraction-limits.ts';
import { createChildExchanges } from './child-exchanges.ts';
import { type Batch, batch, type Command } from './messages.ts';

/** One child process that reads one file at a time. */
export interface ExtractionProcess {
  /** Whether it may read another file. */
  readonly isFit: boolean;
  begin(file: FileFacts, limits: ExtractionLimits): Promise<void>;
  send(chunk: Uint8Array): Promise<void>;
  /** The next documents of the file. ExtractionError when the process dies over it; then it is of no more use. */
  next(): Promise<Batch>;
  /** Forgets the file between two batches. */
  drop(): Promise<void>;
  /** At once, whatever it does. `why` is what the call under way ends with. */
  kill(why: Error): void;
}

const HERE = fileURLToPath(new URL('extraction-main.ts', import.meta.url));
const WORKSPACE = fileURLToPath(new URL('../../../../', import.meta.url));
/** The engine's heap within the process's memory; the rest is for buffers and code. */
const HEAP_SHARE = 0.6;
/** Readers leak a little, and a fresh process is cheap. */
const MAX_FILES = 200;
const MEBIBYTE = 1024 * 1024;

/** Starts one. It knows no environment variables, runs no generated code, and may not write files or start programs. */
export function startExtractionProcess(maxProcessBytes: number): ExtractionProcess {
  const child = fork(HERE, [String(maxProcessBytes)], {
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [
      `--max-old-space-size=${Math.floor((maxProcessBytes * HEAP_SHARE) / MEBIBYTE)}`,
      '--disallow-code-generation-from-strings',
      '--permission',
      `--allow-fs-read=${WORKSPACE}node_modules`,
      `--allow-fs-read=${WORKSPACE}libs`,
      '--allow-worker',
    ],
  });
  return handleOf(child);
}

function handleOf(child: ChildProcess): ExtractionProcess {
  let filesRead = 0;
  let isSpent = false;
  const exchanges = createChildExchanges(child);
  child.once('error', (cause) => exchanges.end(notStarted(cause)));
  child.once('exit', (code, signal) => exchanges.end(deathOf(code, signal)));
  /** What cannot be spoken to is dead, or will be: its exit may be heard of only when another file has been given to it. */
  const lost = (cause: unknown): ExtractionError => {
    isSpent = true;
    return diedOver(cause);
  };
  const tell = async (message: Command): Promise<void> =>
    exchanges.exchange<void>((settle, fail) => {
      child.send(message, (error) => (error === null ? settle() : fail(lost(error))));
      return () => undefined;
    });

  return {
    get isFit() {
      return !exchanges.hasEnded && child.connected && !isSpent && filesRead < MAX_FILES;
    },
    begin: async ({ name, mediaType, id, title }, limits) => {
      filesRead += 1;
      await tell({ kind: 'begin', file: { name, mediaType, id, title }, limits });
    },
    // A copy: what is sent must not share its memory with what is not.
    send: async (chunk) => tell({ kind: 'bytes', chunk: new Uint8Array(chunk) }),
    next: async () => {
      const received = await exchanges.exchange<Batch>((settle, fail) => {
        const onMessage = (message: unknown): void => {
          const parsed = batch.safeParse(message);
          if (parsed.success) settle(parsed.data);
          else fail(lost(parsed.error));
        };
        child.once('message', onMessage);
        child.send({ kind: 'next' } satisfies Command, (error) => error !== null && fail(lost(error)));
        return () => child.off('message', onMessage);
      });
      isSpent ||= received.isSpent;
      return received;
    },
    drop: async () => tell({ kind: 'drop' }),
    kill: (why) => {
      exchanges.end(why);
      child.kill('SIGKILL');
    },
  };
}

/** The memory watch and the kernel kill, the engine aborts; anything else is a crash. */
function deathOf(code: number | null, signal: NodeJS.Signals | null): ExtractionError {
  const isMemory = signal === 'SIGKILL' || signal === 'SIGABRT' || signal === 'SIGTRAP' || code === 134;
  return isMemory
    ? new ExtractionError(
        'too-much-memory',
        'Reading the file needs more memory than a file may have. Split it, or save it in a simpler form such as text.',
      )
    : diedOver(null);
}

const diedOver = (cause: unknown): ExtractionError =>
  new ExtractionError(
    'reader-died',
    'The reader broke down over this file. Save it again from the program that made it, or as text.',
    { cause },
  );

const notStarted = (cause: unknown): Fault =>
  new Fault('unavailable', 'No process for reading files can be started. Free memory or processes.', {
    cause,
  });
