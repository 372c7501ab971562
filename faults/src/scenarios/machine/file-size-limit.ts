import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** From now on no file of the process may grow beyond this, as if the disk were full; null lifts it. Needs prlimit of util-linux. */
export async function limitFileSize(pid: number, maxBytes: number | null): Promise<void> {
  await run('prlimit', ['--pid', String(pid), `--fsize=${maxBytes ?? 'unlimited'}:`]);
}
