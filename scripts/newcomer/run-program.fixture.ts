import { execFile, execFileSync } from 'node:child_process';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

const LIMIT_MS = 240_000;

/** Runs a program to its end, whatever that is. */
export function runProgram(
  file: string,
  args: readonly string[],
  { cwd, env = {} }: RunOptions,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env }, timeout: LIMIT_MS };
    execFile(file, args, options, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : Number(error !== null);
      resolve({ code, stdout, stderr });
    });
  });
}

/** A Node of this major version on this machine; the one that runs where there is none. */
export function findNode(major: number): { readonly path: string; readonly isOther: boolean } {
  for (const path of ['/usr/bin/node', '/usr/local/bin/node'])
    if (versionOf(path).startsWith(`v${major}.`)) return { path, isOther: true };
  return { path: process.execPath, isOther: false };
}

function versionOf(path: string): string {
  try {
    return execFileSync(path, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  } catch {
    return '';
  }
}
