import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Of util-linux. */
const PROGRAM = 'taskset';
const SERVER_CORE = '0';
const OWN_CORE = '1';

/**
 * Keeps a server on one core and this process on another, so that neither takes the other's and both keep warm. Returns
 * what undoes it. Where it cannot be done (one core, no taskset, a server elsewhere) the figures are only more restless.
 */
export function pinApart(serverPid: number): () => void {
  const cores = availableParallelism();
  if (cores < 2) return () => undefined;
  pin(SERVER_CORE, serverPid);
  pin(OWN_CORE, process.pid);
  return () => {
    for (const pid of [serverPid, process.pid]) pin(`0-${cores - 1}`, pid);
  };
}

const pin = (cores: string, pid: number): void =>
  void spawnSync(PROGRAM, ['--all-tasks', '--cpu-list', '--pid', cores, String(pid)], { stdio: 'ignore' });
