import type { SideCosts } from '../contract.ts';
import { median } from './quartiles.ts';

/** The best of the named sides: the one with the least median CPU. Throws when one of them was not measured. */
export function cheapestSide(costs: ReadonlyMap<string, SideCosts>, names: readonly string[]): string {
  const medianOf = (name: string): number => {
    const side = costs.get(name);
    if (side === undefined) throw new Error(`Nothing was measured of ${name}.`);
    return median(side.cpuUs);
  };
  const [best = ''] = names.toSorted((one, other) => medianOf(one) - medianOf(other));
  medianOf(best);
  return best;
}
