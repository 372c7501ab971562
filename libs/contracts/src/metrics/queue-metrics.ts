import type { MetricDefinition } from './metric-definition.ts';

/** Queues and the Redis that holds them, the workers on them, and what the reconciler does to both. */
export const QUEUE_METRICS = {
  foreignRegionJobs: {
    name: 'ragfleet_foreign_region_jobs_total',
    help: 'Jobs of another region that a worker refused and put off: two regions are wired together.',
    kind: 'counter',
    labels: ['queue'],
  },
  queueDepth: {
    name: 'ragfleet_queue_jobs',
    help: 'Jobs in a queue by state.',
    kind: 'gauge',
    labels: ['queue', 'state'],
  },
  laneWaitSeconds: {
    name: 'ragfleet_lane_wait_seconds',
    help: 'How long the job that is next in a lane has waited; 0 where none does.',
    kind: 'gauge',
    labels: ['lane'],
  },
  outboxOldestSeconds: {
    name: 'ragfleet_outbox_oldest_seconds',
    help: 'Age of the oldest ended query whose webhook is not yet a job; 0 where there is none.',
    kind: 'gauge',
    labels: [],
  },
  queueMemoryUsed: {
    name: 'ragfleet_queue_memory_used_ratio',
    help: "Used part of the queue Redis's maxmemory, 0 to 1; 0 where it has none.",
    kind: 'gauge',
    labels: [],
  },
  fleetMeasured: {
    name: 'ragfleet_fleet_measured_timestamp_seconds',
    help: "When this process last measured the fleet's queues, as Unix time. Only whoever leads the reconciler does: gauges of another process are old.",
    kind: 'gauge',
    labels: [],
  },
  workerSlots: {
    name: 'ragfleet_worker_slots',
    help: 'Queries that this process may run at once, in all lanes.',
    kind: 'gauge',
    labels: [],
  },
  reconcilerActions: {
    name: 'ragfleet_reconciler_actions_total',
    help: 'What the reconciler put right.',
    kind: 'counter',
    labels: ['action'],
  },
  queueDataLosses: {
    name: 'ragfleet_queue_data_losses_total',
    help: 'Times that the queue Redis was found without its data.',
    kind: 'counter',
    labels: [],
  },
} as const satisfies Record<string, MetricDefinition>;
