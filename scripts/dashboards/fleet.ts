import { type Dashboard, panelOf, percentilesOf, type Row } from './dashboard.ts';

/** The stages of the latency table: title, label value, and the P95 that it asks for, in seconds. */
const STAGES = [
  ['Queue wait', 'queue_wait', undefined],
  ['Query embedding', 'embed', 0.1],
  ['Vector search', 'search', 0.05],
  ['Document fetch', 'fetch', 0.03],
  ['Generation', 'generate', 5],
] as const;

const objectives: Row = {
  title: 'Objectives',
  panels: [
    panelOf('Questions that fail', 'percentunit', {
      kind: 'stat',
      redFrom: 0.001,
      description:
        'Refused with 5xx, failed by no fault of the caller, or expired, over six hours. Objective: below 0.1 %.',
      expr: 'ragfleet:question_errors:ratio_rate6h',
      legend: 'failed',
    }),
    panelOf('First tokens later than 2 s', 'percentunit', {
      kind: 'stat',
      redFrom: 0.05,
      description:
        'Of the high and the normal lane, over six hours. Objective: below 5 %, which is a P95 below 2 s.',
      expr: 'ragfleet:first_token_slow:ratio_rate6h',
      legend: 'late',
    }),
    panelOf('Level of service', 'none', {
      kind: 'stat',
      redFrom: 1,
      description: '0 full, 1 reduced, 2 minimal, 3 maintenance.',
      expr: 'max(ragfleet_degradation_level)',
      legend: 'level',
    }),
    panelOf('Most overdue query', 's', {
      kind: 'stat',
      redFrom: 1,
      description: 'How late the most overdue query without an end is. Anything but 0 for a minute is wrong.',
      expr: 'ragfleet:oldest_overdue_query_seconds',
      legend: 'overdue',
    }),
  ],
};

const lanes: Row = {
  title: 'Lanes',
  panels: [
    panelOf('Waiting jobs', 'short', {
      description:
        'In the list and behind turns. A lane refuses questions at 5,000 (high), 50,000 (normal) and 100,000 (low).',
      expr: 'ragfleet:lane_waiting_jobs',
      legend: '{{queue}}',
    }),
    panelOf('Wait of the next job', 's', {
      description: 'The fleet lowers its level of service from 30 s (high) and 150 s (normal) on.',
      expr: 'ragfleet:lane_wait_seconds',
      legend: '{{lane}}',
    }),
    panelOf('Slots in use', 'percentunit', {
      redFrom: 0.95,
      description:
        'Running queries beside what all query-workers may run at once. Full for long: more workers.',
      expr: 'ragfleet:worker_slots_used_ratio',
      legend: 'in use',
    }),
    panelOf('Questions taken', 'reqps', {
      description: 'Accepted by the ingress.',
      expr: 'sum by (lane) (rate(ragfleet_queries_accepted_total{tenant=~"$tenant"}[$__rate_interval]))',
      legend: '{{lane}}',
      isStacked: true,
    }),
    panelOf('Questions ended', 'reqps', {
      description:
        'By state, as the workers settled them; what the reconciler ended is among the repairs of the other dashboard.',
      expr: 'sum by (status) (rate(ragfleet_queries_finished_total{tenant=~"$tenant"}[$__rate_interval]))',
      legend: '{{status}}',
      isStacked: true,
    }),
    panelOf('Other queues', 'short', {
      description:
        'Jobs of ingestion, warming, sources and webhooks by state. A webhook that waits for its endpoint is delayed.',
      expr: 'ragfleet:queue_jobs{queue!~"rag-.+", state=~"wait|active|delayed|failed"} > 0',
      legend: '{{queue}} {{state}}',
    }),
  ],
};

const latency: Row = {
  title: 'Latency',
  panels: [
    {
      title: 'First token',
      unit: 's',
      description: 'From acceptance, with the wait in the queue, over all lanes.',
      redFrom: 2,
      queries: percentilesOf('ragfleet_first_token_seconds'),
    },
    {
      title: 'Total out of the cache',
      unit: 's',
      description: 'From acceptance to the end. Targets: 0.5 s, 1.5 s, 3 s.',
      redFrom: 1.5,
      queries: percentilesOf('ragfleet_total_seconds', '{cache="hit"}'),
    },
    {
      title: 'Total without the cache',
      unit: 's',
      description: 'From acceptance to the end. Targets: 3.5 s, 5.2 s, 8.4 s.',
      redFrom: 5.2,
      queries: percentilesOf('ragfleet_total_seconds', '{cache!="hit"}'),
    },
    ...STAGES.map(([title, stage, redFrom]) => ({
      title,
      unit: 's' as const,
      description: `The stage ${stage}.${redFrom === undefined ? '' : ` Target of its P95: ${redFrom} s.`}`,
      ...(redFrom !== undefined && { redFrom }),
      queries: percentilesOf('ragfleet_stage_seconds', `{stage="${stage}"}`),
    })),
    panelOf('P95 of every stage', 's', {
      description: 'Which stage to look at. Stages overlap, and percentiles do not add up.',
      expr: 'histogram_quantile(0.95, sum by (le, stage) (rate(ragfleet_stage_seconds_bucket[$__rate_interval])))',
      legend: '{{stage}}',
    }),
  ],
};

const errors: Row = {
  title: 'Errors and processes',
  panels: [
    panelOf('Failed questions by kind', 'reqps', {
      description:
        'internal, unavailable and timeout are the fleet’s; forbidden, cache-miss and what guards end are the caller’s.',
      expr: 'sum by (kind) (rate(ragfleet_queries_failed_total{tenant=~"$tenant"}[$__rate_interval]))',
      legend: '{{kind}}',
      isStacked: true,
    }),
    panelOf('Refusals of the ingress', 'reqps', {
      description:
        'Replies of 400 and above. 429 is a limit, 503 a store that is away, a full lane or maintenance.',
      expr: 'sum by (status) (rate(ragfleet_http_requests_total{status=~"[45].."}[$__rate_interval]))',
      legend: '{{status}}',
      isStacked: true,
    }),
    panelOf('P95 of the ingress', 's', {
      description: 'Without streams and waits, which last as long as their query.',
      expr: 'histogram_quantile(0.95, sum by (le, route) (rate(ragfleet_http_request_seconds_bucket{route!~".*/events", method!="GET"}[$__rate_interval])))',
      legend: '{{route}}',
    }),
    panelOf('Lateness of event loops', 's', {
      redFrom: 0.25,
      description: 'How late a process comes to what it has to do, 99 of 100 times.',
      expr: 'max by (job) (ragfleet_event_loop_delay_seconds{quantile="p99"})',
      legend: '{{job}}',
    }),
    panelOf('Memory of processes', 'bytes', {
      description: 'The largest process of each kind.',
      expr: 'max by (job) (process_resident_memory_bytes)',
      legend: '{{job}}',
    }),
    panelOf('Processes', 'short', {
      description: 'That answer the scraping.',
      expr: 'sum by (job) (up{job=~"ingress-api|query-worker|batch-worker|webhook-worker"})',
      legend: '{{job}}',
    }),
  ],
};

export const fleetDashboard: Dashboard = {
  name: 'fleet',
  title: 'Ragfleet: fleet',
  description: 'Whether questions are answered, how fast, and what they wait for.',
  hasTenant: true,
  rows: [objectives, lanes, latency, errors],
};
