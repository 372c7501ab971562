import { rename, rm, writeFile } from 'node:fs/promises';

/** A small file that readers see whole: the old text or the new one. Readable by its owner alone. */
export interface AtomicFile {
  /** One write at a time, in the order of the calls. */
  write(text: string): Promise<void>;
  /** After every write that was asked for before. */
  remove(): Promise<void>;
}

export function atomicFile(path: string): AtomicFile {
  let last: Promise<void> = Promise.resolve();
  const next = (step: () => Promise<void>): Promise<void> => {
    last = last.then(step, step);
    return last;
  };
  return {
    write: (text) =>
      next(async () => {
        await writeFile(`${path}.new`, text, { mode: 0o600 });
        await rename(`${path}.new`, path);
      }),
    remove: () => next(() => rm(path, { force: true })),
  };
}
