import type { Scenario } from './contract.ts';
import { INGRESS_SCENARIOS } from './scenarios/ingress/index.ts';
import { MACHINE_SCENARIOS } from './scenarios/machine/index.ts';
import { REDIS_SCENARIOS } from './scenarios/redis/index.ts';
import { rollingSoak } from './scenarios/soak/rolling-soak.ts';
import { VENDOR_SCENARIOS } from './scenarios/vendors/index.ts';
import { WEBHOOK_SCENARIOS } from './scenarios/webhooks/index.ts';
import { WORKER_SCENARIOS } from './scenarios/workers/index.ts';

/** Every scenario, by number. */
export const SCENARIOS: readonly Scenario[] = [
  ...INGRESS_SCENARIOS,
  ...MACHINE_SCENARIOS,
  ...REDIS_SCENARIOS,
  ...VENDOR_SCENARIOS,
  ...WEBHOOK_SCENARIOS,
  ...WORKER_SCENARIOS,
  rollingSoak,
].toSorted((one, other) => one.id.localeCompare(other.id));
