import { createSweepCalls } from '@ragfleet/cost-ledger';
import {
  createOutbox,
  createOutboxPump,
  createReadQuery,
  createReconciler,
  type Deliveries,
  toQueryResource,
} from '@ragfleet/job-queue';
import type { Config } from './config.ts';
import { observeReconciler } from './observe-reconciler.ts';
import type { OpenDeliveriesPorts } from './open-deliveries.ts';

const RESUMED_AT_ONCE = 100;

export interface OpenReconcilerPorts
  extends Pick<OpenDeliveriesPorts, 'redis' | 'sealer' | 'metrics' | 'logger' | 'onError' | 'clock'> {
  readonly deliveries: Deliveries;
  /** What the leader does beside its own work. */
  readonly duties: readonly (() => Promise<void>)[];
}

export interface OpenReconciler {
  readonly pump: ReturnType<typeof createOutboxPump>;
  readonly reconciler: ReturnType<typeof createReconciler>;
}

/** What turns ended queries into deliveries, and what puts right whatever was left half done. */
export function openReconciler(config: Config, ports: OpenReconcilerPorts): OpenReconciler {
  const { redis, sealer, metrics, logger, onError, clock, deliveries, duties } = ports;
  const queue = { redisUrl: config.QUEUE_REDIS_URL, sealer, onError, clock };
  const publicUrl = config.PUBLIC_URL ?? null;
  const outbox = createOutbox({
    redis,
    deliveries,
    readQuery: createReadQuery({ redis, sealer }),
    toResource: (record) => toQueryResource(record, { place: null, publicUrl }),
    onError,
    clock,
  });
  const resume = async (): Promise<void> => {
    await deliveries.resumeRedeliveries(RESUMED_AT_ONCE);
  };
  const sweepCalls = createSweepCalls({ redis, nowMs: () => clock.nowMs() });
  const bookDeadCalls = async (): Promise<void> => {
    const calls = await sweepCalls();
    if (calls > 0) logger.warn({ calls }, 'calls of dead processes booked as unsettled');
  };
  return {
    pump: createOutboxPump({ ...queue, outbox }),
    reconciler: createReconciler({
      ...queue,
      outbox,
      observer: observeReconciler(metrics, logger),
      duties: [...duties, resume, bookDeadCalls],
    }),
  };
}
