import { isFault } from '@ragfleet/kernel';
import { endProcess } from './end-process.ts';

/** 0 all held, 1 it did not, 2 it was called wrongly. */
export type ExitCode = 0 | 1 | 2;

export interface Command {
  /** What follows the name of the script. */
  readonly args: readonly string[];
  /** What `--help` prints. */
  readonly usage: string;
  /** Resolves with how the process ends. Rejects with a Fault that says what to do; one of `invalid-input` where it was called wrongly. */
  readonly main: () => Promise<ExitCode>;
  /** Aborts when the command shall stop: whatever fails then needs no stack. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a command that somebody types, and ends the process as it says. What it rejects with goes to standard error; a script
 * that asked for JSON gets its line in every case, and here `{ok: false, error}`.
 */
export function runCommand(command: Command): void {
  const { args, usage, main } = command;
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${usage}\n`);
    return endProcess(0);
  }
  main().then(endProcess, (error: unknown) => {
    process.stderr.write(`${shownOf(error, command.signal)}\n`);
    if (args.includes('--json'))
      process.stdout.write(`${JSON.stringify({ ok: false, error: messageOf(error) })}\n`);
    endProcess(exitCodeOf(error));
  });
}

/** How a command ends that failed so. */
export const exitCodeOf = (error: unknown): ExitCode => (isFault(error, 'invalid-input') ? 2 : 1);

function shownOf(error: unknown, signal: AbortSignal | undefined): string {
  const isForUser = isFault(error) || signal?.aborted === true;
  return isForUser || !(error instanceof Error) ? messageOf(error) : (error.stack ?? error.message);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
