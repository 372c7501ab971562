import type { Scenario } from '../../contract.ts';
import { hostileReceivers } from './hostile-receivers.ts';
import { receiverRefuses } from './receiver-refuses.ts';
import { receiverFailsThreeTimes, receiverNeverTakes } from './tries-again.ts';
import { webhookWorkerDiesAfterSending } from './worker-dies-after-sending.ts';

/** Faults of those who receive webhooks, and of those who send them. */
export const WEBHOOK_SCENARIOS: readonly Scenario[] = [
  receiverFailsThreeTimes,
  hostileReceivers,
  receiverRefuses,
  receiverNeverTakes,
  webhookWorkerDiesAfterSending,
];
