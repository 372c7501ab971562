import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';

/** The log of one process: at most two files of `maxBytes`, and the last lines at hand for error messages. */
export interface LogFile {
  readonly path: string;
  write(chunk: Buffer): void;
  tail(): string;
  close(): Promise<void>;
}

const MAX_BYTES = 5 * 1024 * 1024;
const TAIL_CHARACTERS = 4_000;
const TAIL_LINES = 12;

/** Appends to `path`; when it is full it becomes `path.1`, in place of the one before. */
export function openLogFile(path: string, maxBytes: number = MAX_BYTES): LogFile {
  mkdirSync(dirname(path), { recursive: true });
  let sizeBytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  let stream = open(path);
  let recent = '';
  return {
    path,
    write(chunk) {
      recent = (recent + chunk.toString('utf8')).slice(-TAIL_CHARACTERS);
      if (sizeBytes + chunk.length > maxBytes) {
        stream.end();
        renameSync(path, `${path}.1`);
        stream = open(path);
        sizeBytes = 0;
      }
      sizeBytes += chunk.length;
      stream.write(chunk);
    },
    tail: () => recent.trimEnd().split('\n').slice(-TAIL_LINES).join('\n'),
    close: () => new Promise((resolve) => stream.end(resolve)),
  };
}

function open(path: string): WriteStream {
  const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
  // A full disk must not end the fleet; doctor shows it.
  stream.on('error', () => undefined);
  return stream;
}
