import type { Socket } from 'node:net';

/**
 * Everything that is written during one callback and what follows from it goes out together: one system call here and one
 * wake-up of the server, in place of one for each command. Not later: with the whole turn of a busy event loop in between,
 * callers would give up on replies that had no chance to come.
 */
export function writeTogether(stream: Socket): void {
  const write = stream.write.bind(stream);
  let isHeld = false;
  const release = (): void => {
    isHeld = false;
    stream.uncork();
  };
  const hold = (): void => {
    if (isHeld) return;
    isHeld = true;
    stream.cork();
    process.nextTick(release);
  };
  const writeHeld = (...args: Parameters<typeof write>): boolean => {
    hold();
    return write(...args);
  };
  Object.assign(stream, { write: writeHeld });
}
