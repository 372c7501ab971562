import { execFile } from 'node:child_process';

export interface NpmOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const LIMIT_MS = 180_000;
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Runs npm in `root`, 3 minutes at most. Rejects where there is no npm. */
export function runNpm(args: readonly string[], root: string): Promise<NpmOutcome> {
  const limits = { cwd: root, timeout: LIMIT_MS, maxBuffer: MAX_OUTPUT_BYTES };
  return new Promise((resolve, reject) => {
    execFile('npm', [...args], limits, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT') reject(new Error('npm is not on PATH. Install it, it comes with Node.'));
      else resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}
