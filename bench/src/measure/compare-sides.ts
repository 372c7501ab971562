import type { SideCosts, Slice } from '../contract.ts';

export interface CompareOptions {
  readonly rounds: number;
  readonly sliceMs: number;
  /** CPU that a server beside this process has spent so far, in microseconds: work that is handed over costs as well. */
  readonly serverCpuUs?: () => Promise<number>;
}

/**
 * Runs every side in slices, interleaved, the order rotated each round, after one slice each that counts for nothing.
 * What a machine does meanwhile then falls on all sides alike.
 */
export async function compareSides(
  sides: ReadonlyMap<string, Slice>,
  { rounds, ...options }: CompareOptions,
): Promise<ReadonlyMap<string, SideCosts>> {
  for (const slice of sides.values()) await measure(slice, options);
  const costs = new Map([...sides.keys()].map((name) => [name, emptyCosts()]));
  const order = [...sides];
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, slice] of order) {
      const { cpuUs, wallUs } = await measure(slice, options);
      costs.get(name)?.cpuUs.push(cpuUs);
      costs.get(name)?.wallUs.push(wallUs);
    }
    order.push(...order.splice(0, 1));
  }
  return costs;
}

/** Of a side before its first round. */
export const emptyCosts = (): { cpuUs: number[]; wallUs: number[] } => ({ cpuUs: [], wallUs: [] });

async function measure(
  slice: Slice,
  { sliceMs, serverCpuUs = async () => 0 }: Omit<CompareOptions, 'rounds'>,
): Promise<{ cpuUs: number; wallUs: number }> {
  // The garbage of the slice before is not this side's; node needs --expose-gc for it.
  globalThis.gc?.();
  const serverBeforeUs = await serverCpuUs();
  const startedAtMs = performance.now();
  const before = process.cpuUsage();
  const operations = await slice(startedAtMs + sliceMs);
  const { user, system } = process.cpuUsage(before);
  const wallUs = (performance.now() - startedAtMs) * 1_000;
  const serverUs = (await serverCpuUs()) - serverBeforeUs;
  return { cpuUs: (user + system + serverUs) / operations, wallUs: wallUs / operations };
}
