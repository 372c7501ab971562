import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/**
 * Memory of the processes together, in MB: proportional set size where the kernel tells it (pages that several share
 * count once), else resident set size. A process that is gone counts nothing.
 */
export async function memoryMb(pids: readonly number[]): Promise<number> {
  const kilobytes = await Promise.all(pids.map(kilobytesOf));
  return Math.round(kilobytes.reduce((sum, value) => sum + value, 0) / 1_024);
}

async function kilobytesOf(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const match = /^Pss:\s+(\d+) kB/m.exec(rollup);
  return match === null ? residentKilobytesOf(pid) : Number(match[1]);
}

function residentKilobytesOf(pid: number): Promise<number> {
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'rss=', '-p', String(pid)], { timeout: 5_000 }, (error, stdout) =>
      resolve(error === null ? Number(stdout.trim()) || 0 : 0),
    );
  });
}
