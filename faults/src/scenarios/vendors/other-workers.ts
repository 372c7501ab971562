import type { AppProcess, FaultFleet } from '../../fleet/contract.ts';

export interface OtherWorkers {
  /** Two unless told. */
  readonly count?: number;
  readonly variables: Readonly<Record<string, string>>;
}

/** Ends the fleet's query workers, which must be idle, and starts others in their place. */
export async function replaceQueryWorkers(
  fleet: FaultFleet,
  { count = 2, variables }: OtherWorkers,
): Promise<readonly AppProcess[]> {
  await Promise.all(fleet.of('query-worker').map((worker) => worker.kill('SIGKILL')));
  return Promise.all(Array.from({ length: count }, () => fleet.start('query-worker', { variables })));
}
