import { readFile } from 'node:fs/promises';

/** A process as nobody else can be it: its number, and where the kernel tells, the moment of its start. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot; null where the kernel does not tell. */
  readonly startedAt: string | null;
}

export async function identityOf(pid: number): Promise<ProcessIdentity> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name in parentheses may hold spaces; the start time is the 20th field after it.
  const startedAt = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  return { pid, startedAt: stat === '' ? null : startedAt };
}

/** True while the very same process lives: its number alone may have gone to another since. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return identity.startedAt === null || (await identityOf(identity.pid)).startedAt === identity.startedAt;
}
