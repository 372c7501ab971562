import type { SideCosts, Slice } from '../contract.ts';

export interface CompareOptions {
  readonly rounds: number;
  readonly sliceMs: number;
}

/**
 * Runs every side in slices, interleaved, the order rotated each round, after one slice each that counts for nothing.
 * What a machine does meanwhile then falls on all sides alike.
 */
export async function compareSides(
  sides: ReadonlyMap<string, Slice>,
  { rounds, sliceMs }: CompareOptions,
): Promise<ReadonlyMap<string, SideCosts>> {
  for (const slice of sides.values()) await measure(slice, sliceMs);
  const costs = new Map([...sides.keys()].map((name) => [name, emptyCosts()]));
  const order = [...sides];
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, slice] of order) {
      const { cpuUs, wallUs } = await measure(slice, sliceMs);
      costs.get(name)?.cpuUs.push(cpuUs);
      costs.get(name)?.wallUs.push(wallUs);
    }
    order.push(...order.splice(0, 1));
  }
  return costs;
}

const emptyCosts = (): { cpuUs: number[]; wallUs: number[] } => ({ cpuUs: [], wallUs: [] });

async function measure(slice: Slice, sliceMs: number): Promise<{ cpuUs: number; wallUs: number }> {
  // The garbage of the slice before is not this side's; node needs --expose-gc for it.
  globalThis.gc?.();
  const startedAtMs = performance.now();
  const before = process.cpuUsage();
  const operations = await slice(startedAtMs + sliceMs);
  const { user, system } = process.cpuUsage(before);
  return {
    cpuUs: (user + system) / operations,
    wallUs: ((performance.now() - startedAtMs) * 1_000) / operations,
  };
}
