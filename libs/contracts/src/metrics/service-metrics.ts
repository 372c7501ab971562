import { LATENCY_SECONDS, type MetricDefinition } from './metric-definition.ts';

/** The processes themselves: whether they can work and reach PostgreSQL, HTTP, the level of service, breakers, and what became of audit lines and spans. */
export const SERVICE_METRICS = {
  ready: {
    name: 'ragfleet_ready',
    help: 'Whether the process can work, as /readyz says it: 1 or 0. Asked at each scrape.',
    kind: 'gauge',
    labels: [],
  },
  postgresReady: {
    name: 'ragfleet_postgres_ready',
    help: 'Whether PostgreSQL answers this process within a second: 1 or 0. Asked at each scrape.',
    kind: 'gauge',
    labels: [],
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
} as const satisfies Record<string, MetricDefinition>;
