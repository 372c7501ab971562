import { constants, setPriority } from 'node:os';

/**
 * Lets the other processes of this machine have the processor first: for work that may take longer, beside work that
 * people wait for. Threads and processes that are started from then on do the same. Lowering needs no right.
 */
export function giveWay(): void {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
}
