import { type BreakerMachine, createBreakerMachine } from './breaker-machine.ts';
import type { BreakerRules, BreakerStore } from './breaker-store.ts';

/** Breakers shared inside one process. `nowMs`: any clock. */
export function createInMemoryBreakerStore(nowMs: () => number = Date.now): BreakerStore {
  const machines = new Map<string, BreakerMachine>();
  const machineOf = (name: string, rules: BreakerRules): BreakerMachine => {
    const machine = machines.get(name) ?? createBreakerMachine(rules, nowMs);
    machines.set(name, machine);
    return machine;
  };
  return {
    report: async (name, rules, seen) => machineOf(name, rules).report(seen),
    takeProbe: async (name, rules) => machineOf(name, rules).takeProbe(),
    endProbe: async (name, rules, probe, outcome) => machineOf(name, rules).endProbe(probe, outcome),
  };
}
