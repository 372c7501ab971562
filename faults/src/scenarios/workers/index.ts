import type { Scenario } from '../../contract.ts';
import { webhookWorkerDiesAfterOutbox, workerDiesAfterResult } from './dies-at-failpoint.ts';
import { noWorkerLeft } from './no-worker-left.ts';
import { poisonJob } from './poison-job.ts';
import { blockedEventLoop, hangingHandler } from './stuck-workers.ts';
import { rollingTermination, terminationWithLongJob, terminationWithoutRedis } from './terminations.ts';
import { workerDies } from './worker-dies.ts';

/** Faults of the processes that answer. */
export const WORKER_SCENARIOS: readonly Scenario[] = [
  workerDies,
  workerDiesAfterResult,
  webhookWorkerDiesAfterOutbox,
  noWorkerLeft,
  poisonJob,
  blockedEventLoop,
  hangingHandler,
  rollingTermination,
  terminationWithLongJob,
  terminationWithoutRedis,
];
