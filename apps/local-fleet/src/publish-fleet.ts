import { atomicFile } from './data-dir/atomic-file.ts';
import type { DataLock } from './data-dir/data-lock.ts';
import type { LocalDescription } from './data-dir/local-description.ts';
import { pathsIn } from './fleet-plan.ts';

export interface PublisherOptions {
  readonly dataDir: string;
  readonly lock: DataLock;
  /** Process numbers of the fleet, this process not among them. */
  readonly pids: () => readonly number[];
  /** null until everything is up: whoever sees a local.json can use what it names. */
  readonly description: () => LocalDescription | null;
  readonly say: (line: string) => void;
}

/** Keeps what others read of a running fleet true: the lock's processes, and local.json. */
export interface Publisher {
  publish(): Promise<void>;
  /** Takes local.json away for good. */
  withdraw(): Promise<void>;
}

export function createPublisher({ dataDir, lock, pids, description, say }: PublisherOptions): Publisher {
  const file = atomicFile(pathsIn(dataDir).description);
  let publishing: Promise<void> = Promise.resolve();
  let isWithdrawn = false;
  const write = async (): Promise<void> => {
    if (isWithdrawn) return;
    await lock.remember(pids());
    const described = description();
    if (described !== null) await file.write(`${JSON.stringify(described, null, 2)}\n`);
  };
  return {
    publish() {
      publishing = publishing.then(write).catch((error: unknown) => {
        say(`local.json could not be written: ${String(error)}`);
      });
      return publishing;
    },
    async withdraw() {
      isWithdrawn = true;
      await publishing;
      await file.remove();
    },
  };
}
