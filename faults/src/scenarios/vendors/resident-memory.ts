import { readFile, writeFile } from 'node:fs/promises';

/** Of one process of this machine, as its kernel counts it. */
export interface ResidentMemory {
  /** The most since `begin`, over what it was then. */
  growthMb(): Promise<number>;
}

const RESET_PEAK = '5';

/** Begins to watch. Needs Linux. */
export async function watchResidentMemory(pid: number): Promise<ResidentMemory> {
  await writeFile(`/proc/${pid}/clear_refs`, RESET_PEAK);
  const startMb = await readMb(pid, 'VmRSS');
  return { growthMb: async () => (await readMb(pid, 'VmHWM')) - startMb };
}

async function readMb(pid: number, field: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const [, kilobytes] = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status) ?? [];
  if (kilobytes === undefined) throw new Error(`The kernel does not tell ${field} of a process.`);
  return Number(kilobytes) / 1_024;
}
