import type { Scenario } from '../../contract.ts';
import { ingressDies } from './ingress-dies.ts';
import { deepBacklog } from './deep-backlog.ts';
import { noisyTenant } from './noisy-tenant.ts';
import { duplicateSubmits } from './same-key.ts';

/** Faults of the ingress, and of what comes in there. */
export const INGRESS_SCENARIOS: readonly Scenario[] = [
  ingressDies,
  duplicateSubmits,
  deepBacklog,
  noisyTenant,
];
