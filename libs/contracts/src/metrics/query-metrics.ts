import { LATENCY_SECONDS, type MetricDefinition } from './metric-definition.ts';

/** Queries: how they end, how long they take, what guards meet in them. */
export const QUERY_METRICS = {
  queriesFinished: {
    name: 'ragfleet_queries_finished_total',
    help: 'Queries by terminal state.',
    kind: 'counter',
    labels: ['tenant', 'lane', 'status'],
  },
  queriesFailed: {
    name: 'ragfleet_queries_failed_total',
    help: 'Queries that ended failed, by the kind of their error: the last part of its type.',
    kind: 'counter',
    labels: ['tenant', 'kind'],
  },
  queriesAccepted: {
    name: 'ragfleet_queries_accepted_total',
    help: 'Queries accepted by the ingress.',
    kind: 'counter',
    labels: ['tenant', 'lane'],
  },
  stageSeconds: {
    name: 'ragfleet_stage_seconds',
    help: 'Time of one pipeline step.',
    kind: 'histogram',
    labels: ['stage'],
    buckets: LATENCY_SECONDS,
  },
  totalSeconds: {
    name: 'ragfleet_total_seconds',
    help: 'Time from accept to terminal state.',
    kind: 'histogram',
    labels: ['lane', 'cache'],
    buckets: LATENCY_SECONDS,
  },
  firstTokenSeconds: {
    name: 'ragfleet_first_token_seconds',
    help: 'Time from accept to the first token.',
    kind: 'histogram',
    labels: ['lane'],
    buckets: LATENCY_SECONDS,
  },
  costUsd: {
    name: 'ragfleet_cost_usd_total',
    help: 'What questions cost, those of cache warming too, in US dollars. The bill has ingestions and searches as well.',
    kind: 'counter',
    labels: ['tenant', 'model'],
  },
  budgetUsed: {
    name: 'ragfleet_budget_used_ratio',
    help: "Part of a tenant's monthly budget that was used or reserved when this process last asked, for a query.",
    kind: 'gauge',
    labels: ['tenant'],
  },
  piiFinderFailures: {
    name: 'ragfleet_pii_finder_failures_total',
    help: 'Calls to the second finder of personal data that failed; the question went on without it.',
    kind: 'counter',
    labels: ['reason'],
  },
  guardHits: {
    name: 'ragfleet_guard_hits_total',
    help: 'What guards met in questions, passages and answers: injection-suspected, injection-blocked, suspicious-source, canary-leaked, output-filtered.',
    kind: 'counter',
    labels: ['tenant', 'hit'],
  },
  oldestOpenSeconds: {
    name: 'ragfleet_oldest_open_query_seconds',
    help: 'Age of the oldest query without a terminal state, past its deadline.',
    kind: 'gauge',
    labels: [],
  },
} as const satisfies Record<string, MetricDefinition>;
