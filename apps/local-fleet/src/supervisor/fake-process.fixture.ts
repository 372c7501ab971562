import type { ExitCode, ProcessSpec, RunningProcess } from './contract.ts';

export interface FakeProcess {
  readonly spec: ProcessSpec;
  /** It ends by itself. */
  readonly crash: () => void;
  readonly starts: () => number;
}

/** A process in memory whose end the test decides; one that is told to stop first waits until it has `drained`. */
export function fakeProcess(
  name: string,
  journal: string[] = [],
  failures: () => boolean = () => false,
  drained: () => Promise<void> = () => Promise.resolve(),
): FakeProcess {
  let pid = 0;
  const endings: Array<(code: ExitCode) => void> = [];
  const spec: ProcessSpec = {
    name,
    async start() {
      if (failures()) throw new Error('does not start');
      pid += 1;
      journal.push(`start ${name}`);
      const { promise, resolve } = Promise.withResolvers<ExitCode>();
      endings.push(resolve);
      const stop: RunningProcess['stop'] = async () => {
        journal.push(`stop ${name}`);
        await drained();
        resolve(0);
      };
      return { pid, exited: promise, stop };
    },
  };
  return { spec, crash: () => endings.at(-1)?.(1), starts: () => pid };
}
