/** A metric as data: names and labels are part of the contract with dashboards and alerts. */
export interface MetricDefinition {
  readonly name: string;
  readonly help: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
  /** Upper bounds of a histogram's buckets, in the unit of its name. */
  readonly buckets?: readonly number[];
}

// A bucket at every target of the latency table, so that "P95 under 2 s" can be read without interpolation.
const LATENCY_SECONDS = [
  0.001, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1, 1.5, 2, 3, 3.5, 5, 5.2, 8, 8.4, 15, 30, 60,
];

export const METRICS = {
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
  cacheLookups: {
    name: 'ragfleet_cache_lookups_total',
    help: 'Cache outcomes of queries.',
    kind: 'counter',
    labels: ['tenant', 'outcome'],
  },
  cacheDecisions: {
    name: 'ragfleet_cache_decisions_total',
    help: 'Cached entries that were found: served directly, served after a search of the caller, or refused and why.',
    kind: 'counter',
    labels: ['tenant', 'tier', 'outcome', 'reason'],
  },
  cacheReads: {
    name: 'ragfleet_cache_reads_total',
    help: 'Readings of cached answers by where they were found: in the memory of the process (near), or on the cache Redis (store).',
    kind: 'counter',
    labels: ['source'],
  },
  cacheSavedUsd: {
    name: 'ragfleet_cache_saved_usd_total',
    help: 'What served entries cost when they were written, in US dollars.',
    kind: 'counter',
    labels: ['tenant', 'tier'],
  },
  cacheEvictions: {
    name: 'ragfleet_cache_evictions_total',
    help: 'Cached answers that housekeeping removed, by what made it.',
    kind: 'counter',
    labels: ['tenant', 'reason'],
  },
  costUsd: {
    name: 'ragfleet_cost_usd_total',
    help: 'Spend in US dollars.',
    kind: 'counter',
    labels: ['tenant', 'model'],
  },
  httpRequests: {
    name: 'ragfleet_http_requests_total',
    help: 'HTTP replies of the ingress.',
    kind: 'counter',
    labels: ['route', 'method', 'status'],
  },
  httpSeconds: {
    name: 'ragfleet_http_request_seconds',
    help: 'Time to answer an HTTP request.',
    kind: 'histogram',
    labels: ['route', 'method'],
    buckets: LATENCY_SECONDS,
  },
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
  budgetUsed: {
    name: 'ragfleet_budget_used_ratio',
    help: "Part of a tenant's monthly budget that was used or reserved when this process last asked, for a query.",
    kind: 'gauge',
    labels: ['tenant'],
  },
  webhookAttempts: {
    name: 'ragfleet_webhook_attempts_total',
    help: 'Webhook attempts by outcome.',
    kind: 'counter',
    labels: ['tenant', 'outcome'],
  },
  webhookDeadLetters: {
    name: 'ragfleet_webhook_dead_letters_total',
    help: 'Webhooks that were given up, by why: exhausted, gone, endpoint disabled, callback URL not allowed.',
    kind: 'counter',
    labels: ['tenant', 'reason'],
  },
  webhookEndpointsDisabled: {
    name: 'ragfleet_webhook_endpoints_disabled_total',
    help: 'Endpoints that take no more webhooks until somebody enables them, by why: gone, failing for 5 days.',
    kind: 'counter',
    labels: ['tenant', 'reason'],
  },
  documentsIngested: {
    name: 'ragfleet_documents_ingested_total',
    help: 'Documents by ingestion outcome.',
    kind: 'counter',
    labels: ['tenant', 'outcome'],
  },
  sourcePasses: {
    name: 'ragfleet_source_passes_total',
    help: 'Passes over sources by outcome; only completed ones remove what is gone.',
    kind: 'counter',
    labels: ['tenant', 'source', 'outcome'],
  },
  sourceItems: {
    name: 'ragfleet_source_items_total',
    help: 'Items of sources by what a pass found.',
    kind: 'counter',
    labels: ['tenant', 'source', 'change'],
  },
  warmedQuestions: {
    name: 'ragfleet_cache_warmed_questions_total',
    help: 'Questions of cache warming by what became of them: refreshed, skipped, failed.',
    kind: 'counter',
    labels: ['tenant', 'outcome'],
  },
  warmingRuns: {
    name: 'ragfleet_cache_warmings_total',
    help: 'Runs of cache warming by what began them, and by what ended them: finished, budget, deadline, failed.',
    kind: 'counter',
    labels: ['tenant', 'trigger', 'outcome'],
  },
  warmingUsd: {
    name: 'ragfleet_cache_warming_usd_total',
    help: 'What cache warming spent, in US dollars.',
    kind: 'counter',
    labels: ['tenant'],
  },
  generationPassages: {
    name: 'ragfleet_index_generation_passages',
    help: 'Passages in the index of the other embedding model (done) and in all (total), while a change is under way.',
    kind: 'gauge',
    labels: ['model', 'state'],
  },
  piiFinderFailures: {
    name: 'ragfleet_pii_finder_failures_total',
    help: 'Calls to the second finder of personal data that failed; the question went on without it.',
    kind: 'counter',
    labels: ['reason'],
  },
  foreignPassages: {
    name: 'ragfleet_foreign_passages_total',
    help: 'Passages that a vector store should not have returned, none of them served: other-tenant, unreadable, gone.',
    kind: 'counter',
    labels: ['tenant', 'reason'],
  },
  guardHits: {
    name: 'ragfleet_guard_hits_total',
    help: 'What guards met in questions, passages and answers: injection-suspected, injection-blocked, suspicious-source, canary-leaked, output-filtered.',
    kind: 'counter',
    labels: ['tenant', 'hit'],
  },
  vectorSourceSeconds: {
    name: 'ragfleet_vector_source_seconds',
    help: 'Time that one vector store took in one search, by its outcome: answered, failed, or canceled when others were faster.',
    kind: 'histogram',
    labels: ['source', 'outcome'],
    buckets: LATENCY_SECONDS,
  },
  degradationLevel: {
    name: 'ragfleet_degradation_level',
    help: "The fleet's level of service as this process knows it: 0 full, 1 reduced, 2 minimal, 3 maintenance.",
    kind: 'gauge',
    labels: ['scope'],
  },
  degradationChanges: {
    name: 'ragfleet_degradation_changes_total',
    help: 'Levels of service that were set, by whose they are (fleet, tenant), who set them (operator, admin, rule) and the level.',
    kind: 'counter',
    labels: ['scope', 'by', 'level'],
  },
  spansLost: {
    name: 'ragfleet_spans_lost_total',
    help: 'Spans of traces that never arrived, by why: not-taken by the collector, or queue-full while it was slow.',
    kind: 'counter',
    labels: ['reason'],
  },
  auditLost: {
    name: 'ragfleet_audit_lost_total',
    help: 'Audit events that are in no log, by why: unavailable (disk, or too much waits for the sink), overloaded, refused by the sink for ever.',
    kind: 'counter',
    labels: ['reason'],
  },
  auditWaitingBytes: {
    name: 'ragfleet_audit_waiting_bytes',
    help: 'Audit lines of this process that have not arrived at their sink.',
    kind: 'gauge',
    labels: [],
  },
  auditSuppressed: {
    name: 'ragfleet_audit_suppressed_total',
    help: 'Refused requests beyond what the audit log keeps of them in a minute, by status.',
    kind: 'counter',
    labels: ['status'],
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
  breakerState: {
    name: 'ragfleet_breaker_state',
    help: 'Circuit breakers as this process obeys them: 0 closed, 1 half-open, 2 open.',
    kind: 'gauge',
    labels: ['breaker'],
  },
  eventLoopDelaySeconds: {
    name: 'ragfleet_event_loop_delay_seconds',
    help: 'How late the process came to what it had to do in the last 5 s: 99 of 100 times (p99), and at most (max).',
    kind: 'gauge',
    labels: ['quantile'],
  },
  oldestOpenSeconds: {
    name: 'ragfleet_oldest_open_query_seconds',
    help: 'Age of the oldest query without a terminal state, past its deadline.',
    kind: 'gauge',
    labels: [],
  },
} as const satisfies Record<string, MetricDefinition>;
