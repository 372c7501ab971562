import type { Socket } from 'node:net';

/**
 * Everything that is written during one turn of the event loop goes out together at its end: one system call here and one
 * wake-up of the server, in place of one for each command. A turn that writes once waits for nothing else.
 */
export function writeOnceATurn(stream: Socket): void {
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
    setImmediate(release);
  };
  const writeHeld = (...args: Parameters<typeof write>): boolean => {
    hold();
    return write(...args);
  };
  Object.assign(stream, { write: writeHeld });
}
