import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** The log of one process: at most two files of `maxBytes`, and the last lines at hand for error messages. */
export interface LogFile {
  readonly path: string;
  write(chunk: Buffer): void;
  tail(): string;
  close(): void;
}

const MAX_BYTES = 5 * 1024 * 1024;
const TAIL_CHARACTERS = 4_000;
const TAIL_LINES = 12;

/**
 * Appends to `path`; when it is full it becomes `path.1`, in place of the one before. Writes are synchronous: a few
 * lines a second in a process that does nothing else, and in return nothing is buffered and rotation cannot race.
 */
export function openLogFile(path: string, maxBytes: number = MAX_BYTES): LogFile {
  mkdirSync(dirname(path), { recursive: true });
  let file = openSync(path, 'a', 0o600);
  let sizeBytes = fstatSync(file).size;
  let recent = '';
  const rotate = (): void => {
    closeSync(file);
    renameSync(path, `${path}.1`);
    file = openSync(path, 'a', 0o600);
    sizeBytes = 0;
  };
  return {
    path,
    write(chunk) {
      recent = (recent + chunk.toString('utf8')).slice(-TAIL_CHARACTERS);
      try {
        if (sizeBytes > 0 && sizeBytes + chunk.length > maxBytes) rotate();
        sizeBytes += writeSync(file, chunk);
      } catch {
        // A full disk must not end the fleet; `ragfleet doctor` shows it.
      }
    },
    tail: () => recent.trimEnd().split('\n').slice(-TAIL_LINES).join('\n'),
    close: () => closeSync(file),
  };
}
