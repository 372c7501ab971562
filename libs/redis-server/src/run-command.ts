import { execFile } from 'node:child_process';

export interface CommandResult {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly timeoutMs: number;
  readonly cwd?: string;
  /** `NAME=value` pairs on top of the inherited environment. */
  readonly variables?: readonly string[];
}

/** Runs a program to its end and never throws: a missing program, a failure and a timeout are all `ok: false`. */
export function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  // `env` sets the extra variables, so that the inherited environment needs not be read here.
  const [file, argv] =
    options.variables === undefined ? [program, args] : ['env', [...options.variables, program, ...args]];
  const settings = { timeout: options.timeoutMs, cwd: options.cwd, maxBuffer: 16 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile(file, argv, settings, (error, stdout, stderr) =>
      resolve({ ok: error === null, stdout, stderr }),
    );
  });
}

/** The absolute path of a program on PATH, or null. */
export async function pathOfProgram(name: string): Promise<string | null> {
  const found = await runCommand('sh', ['-c', 'command -v "$1"', 'sh', name], { timeoutMs: 5_000 });
  const path = found.stdout.trim();
  return found.ok && path.startsWith('/') ? path : null;
}
