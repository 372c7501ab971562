import { readFileSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

const BEHIND = constants.priority.PRIORITY_BELOW_NORMAL;

/**
 * Lets the other processes of this machine have the processor first: for work that may take longer, beside work that
 * people wait for. Threads and processes that are started from then on do the same. Lowering needs no right.
 */
export function giveWay(): void {
  setPriority(BEHIND);
  lowerSession();
}

/**
 * A Linux that groups processes by session (`autogroup`: where no container or slice does) shares the processor between
 * sessions, and the niceness of a process counts inside its own one alone. A session that somebody else began is theirs.
 */
function lowerSession(): void {
  try {
    if (sessionOf(readFileSync('/proc/self/stat', 'utf8')) === process.pid)
      writeFileSync('/proc/self/autogroup', String(BEHIND));
  } catch {
    // Another system, or one that has no such groups: the process itself has given way.
  }
}

/** From the text of `/proc/PID/stat`. The name of the program stands in brackets and may hold anything. */
function sessionOf(stat: string): number {
  const [, , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(session);
}
