import type { ProcessSpec, SupervisedProcess, SupervisorEvents } from '../supervisor/contract.ts';
import { supervise } from '../supervisor/supervise.ts';
import type { ScalableWorkers } from './contract.ts';

export interface WorkerPoolOptions {
  /** The places: one name for each process that may be there at a time, those that drain among them. */
  readonly names: readonly string[];
  /** Called once for each name, when its place is taken for the first time. */
  readonly specOf: (name: string) => ProcessSpec;
  readonly events: SupervisorEvents;
  /** From the word to go to SIGKILL. Above what a worker gives its own drain. */
  readonly graceMs: number;
  /** One that was told to go is gone. */
  readonly onGone: (name: string) => void;
}

export interface WorkerPool extends ScalableWorkers {
  /** Takes the first places, for whoever starts the fleet to start. */
  open(count: number): readonly SupervisedProcess[];
  /** All of them, those that drain too. */
  processes(): readonly SupervisedProcess[];
  /** From now on nobody comes and nobody goes; what is there is for its caller to stop. */
  close(): void;
}

/** Supervised workers that come and go. A worker that dies comes back; one that was told to go does not. */
export function createWorkerPool({ names, specOf, events, graceMs, onGone }: WorkerPoolOptions): WorkerPool {
  const specs = new Map<string, ProcessSpec>();
  /** Oldest first. */
  let members: readonly SupervisedProcess[] = [];
  const leaving = new Set<SupervisedProcess>();
  let isClosed = false;

  const takePlace = (): SupervisedProcess | null => {
    const taken = new Set([...members, ...leaving].map(({ name }) => name));
    const name = names.find((free) => !taken.has(free));
    if (name === undefined || isClosed) return null;
    const spec = specs.get(name) ?? specOf(name);
    specs.set(name, spec);
    const worker = supervise(spec, events);
    members = [...members, worker];
    return worker;
  };
  const seeOff = async (worker: SupervisedProcess): Promise<void> => {
    leaving.add(worker);
    await worker.stop(graceMs);
    leaving.delete(worker);
    onGone(worker.name);
  };
  return {
    count: () => members.length,
    processes: () => [...members, ...leaving],
    open: (count) => Array.from({ length: count }, takePlace).filter((worker) => worker !== null),
    grow: () => {
      const worker = takePlace();
      if (worker === null) return false;
      void worker.keepStarting();
      return true;
    },
    shrink: () => {
      const worker = leastAtWork(members);
      if (worker === undefined || isClosed) return;
      members = members.filter((member) => member !== worker);
      void seeOff(worker);
    },
    close: () => {
      isClosed = true;
    },
  };
}

/** As a ReplicaSet chooses: whoever is not up before whoever is, and of these the youngest. */
const leastAtWork = (members: readonly SupervisedProcess[]): SupervisedProcess | undefined =>
  members.findLast((worker) => worker.pid() === null) ?? members.at(-1);
