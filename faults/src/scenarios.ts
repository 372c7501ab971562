import type { Scenario } from './contract.ts';
import { REDIS_SCENARIOS } from './scenarios/redis/index.ts';
import { rollingSoak } from './scenarios/soak/rolling-soak.ts';
import { WORKER_SCENARIOS } from './scenarios/workers/index.ts';

/** Every scenario, by number. */
export const SCENARIOS: readonly Scenario[] = [...WORKER_SCENARIOS, ...REDIS_SCENARIOS, rollingSoak].toSorted(
  (one, other) => one.id.localeCompare(other.id),
);
