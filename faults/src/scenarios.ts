import type { Scenario } from './contract.ts';
import { WORKER_SCENARIOS } from './scenarios/workers/index.ts';

/** Every scenario, by number. */
export const SCENARIOS: readonly Scenario[] = [...WORKER_SCENARIOS].toSorted((one, other) =>
  one.id.localeCompare(other.id),
);
