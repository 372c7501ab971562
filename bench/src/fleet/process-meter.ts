import { readFile } from 'node:fs/promises';

/** USER_HZ: Linux has told times in /proc in these for as long as there is /proc. */
const TICKS_PER_SECOND = 100;
const US_PER_SECOND = 1_000_000;

/** User and system time that a process has spent so far, in microseconds, by 10 ms at a time. Linux alone. */
export const cpuUsOf = async (pid: number): Promise<number> =>
  cpuUsFrom(await readFile(`/proc/${pid}/stat`, 'utf8'));

/** What each of some processes spends from now on, in microseconds, by name; names that come twice are added up. */
export async function meterCpu(
  processes: readonly { readonly name: string; readonly pid: number }[],
): Promise<() => Promise<ReadonlyMap<string, number>>> {
  const read = (): Promise<number[]> => Promise.all(processes.map(({ pid }) => cpuUsOf(pid)));
  const before = await read();
  return async () => {
    const after = await read();
    const spent = new Map<string, number>();
    for (const [at, { name }] of processes.entries())
      spent.set(name, (spent.get(name) ?? 0) + (after[at] ?? 0) - (before[at] ?? 0));
    return spent;
  };
}

/** Resident memory of a process in bytes. */
export const residentBytesOf = async (pid: number): Promise<number> =>
  residentBytesFrom(await readFile(`/proc/${pid}/status`, 'utf8'));

/** From the text of `/proc/PID/stat`. The name of the program stands in brackets and may hold anything. */
export function cpuUsFrom(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  if (!Number.isFinite(ticks)) throw new Error('/proc does not say what a process has spent.');
  return (ticks * US_PER_SECOND) / TICKS_PER_SECOND;
}

/** From the text of `/proc/PID/status`. */
export function residentBytesFrom(status: string): number {
  const match = /^VmRSS:\s+(\d+) kB/m.exec(status);
  if (match === null) throw new Error('/proc does not say how much memory a process holds.');
  return Number(match[1]) * 1_024;
}
