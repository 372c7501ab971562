import { type Dashboard, panelOf, percentilesOf, type Row } from './dashboard.ts';

const OF_TENANT = '{tenant=~"$tenant"}';

const delivery: Row = {
  title: 'Webhooks',
  panels: [
    panelOf('Attempts by outcome', 'reqps', {
      description: 'delivered, retry (comes again by its schedule), dead.',
      expr: `sum by (outcome) (rate(ragfleet_webhook_attempts_total${OF_TENANT}[$__rate_interval]))`,
      legend: '{{outcome}}',
      isStacked: true,
    }),
    panelOf('Oldest entry of the outbox', 's', {
      redFrom: 60,
      description:
        'How long an ended query has waited for its webhook to become a job. Milliseconds when all is well.',
      expr: 'ragfleet:outbox_oldest_seconds',
      legend: 'oldest',
    }),
    panelOf('Dead letters in a day', 'short', {
      description: 'Given up, by tenant and reason. They can be sent again for 7 days.',
      expr: `sum by (tenant, reason) (increase(ragfleet_webhook_dead_letters_total${OF_TENANT}[1d]))`,
      legend: '{{tenant}} {{reason}}',
    }),
    panelOf('Endpoints disabled in a day', 'short', {
      description: 'They take no more webhooks until somebody enables them.',
      expr: `sum by (tenant, reason) (increase(ragfleet_webhook_endpoints_disabled_total${OF_TENANT}[1d]))`,
      legend: '{{tenant}} {{reason}}',
    }),
    panelOf('Webhooks by state', 'short', {
      description: 'Many delayed beside few attempts: one slow receiver, not a slow fleet.',
      expr: 'ragfleet:queue_jobs{queue="webhooks"}',
      legend: '{{state}}',
    }),
    panelOf('What the reconciler put right', 'short', {
      description:
        'In an hour, by action. query-failed and query-expired end questions; query-requeued and job-restored rescue them.',
      expr: 'sum by (action) (increase(ragfleet_reconciler_actions_total[1h]))',
      legend: '{{action}}',
    }),
  ],
};

const dependencies: Row = {
  title: 'Dependencies',
  panels: [
    panelOf('Breakers', 'none', {
      redFrom: 2,
      description: '0 closed, 1 half-open, 2 open, as the process that sees most trouble obeys them.',
      expr: 'max by (breaker) (ragfleet_breaker_state)',
      legend: '{{breaker}}',
    }),
    panelOf('Level of service', 'none', {
      redFrom: 1,
      description: '0 full, 1 reduced, 2 minimal, 3 maintenance.',
      expr: 'max by (scope) (ragfleet_degradation_level)',
      legend: '{{scope}}',
    }),
    panelOf('Changes of levels in a day', 'short', {
      description: 'By whose level it is, who set it, and which.',
      expr: 'sum by (scope, by, level) (increase(ragfleet_degradation_changes_total[1d]))',
      legend: '{{scope}} {{by}} {{level}}',
    }),
    panelOf('Memory of the queue Redis', 'percentunit', {
      redFrom: 0.7,
      description: 'From 60 % on ended queries go before their time; above 70 % new ones are refused.',
      expr: 'ragfleet:queue_memory_used_ratio',
      legend: 'used',
    }),
    panelOf('Data losses of the queue Redis', 'short', {
      kind: 'stat',
      redFrom: 1,
      description: 'In the time shown, as the process that saw most of them counts.',
      expr: 'max(increase(ragfleet_queue_data_losses_total[$__range]))',
      legend: 'losses',
    }),
    {
      title: 'Vector stores, with several',
      unit: 's',
      description: 'Time in one search of a store that answered.',
      queries: percentilesOf('ragfleet_vector_source_seconds', '{outcome="answered"}'),
    },
    panelOf('Vector stores by outcome', 'reqps', {
      description: 'canceled: others were faster.',
      expr: 'sum by (source, outcome) (rate(ragfleet_vector_source_seconds_count[$__rate_interval]))',
      legend: '{{source}} {{outcome}}',
    }),
    panelOf('Passages that no store should return', 'short', {
      description: 'In an hour; none was served. Any other-tenant is an alarm.',
      expr: `sum by (tenant, reason) (increase(ragfleet_foreign_passages_total${OF_TENANT}[1h]))`,
      legend: '{{tenant}} {{reason}}',
    }),
    panelOf('Jobs of another region', 'short', {
      redFrom: 1,
      description:
        'In an hour; refused and put off. Anything but 0 means that two regions are wired together.',
      expr: 'sum by (job, queue) (increase(ragfleet_foreign_region_jobs_total[1h]))',
      legend: '{{job}} {{queue}}',
    }),
    panelOf('Finder of personal data failed', 'reqps', {
      description: 'Questions went on with what the fleet finds itself.',
      expr: 'sum by (reason) (rate(ragfleet_pii_finder_failures_total[$__rate_interval]))',
      legend: '{{reason}}',
    }),
    panelOf('Spans of traces lost', 'short', {
      description: 'In an hour: not taken by the collector, or more than a process keeps while it is slow.',
      expr: 'sum by (job, reason) (increase(ragfleet_spans_lost_total[1h]))',
      legend: '{{job}} {{reason}}',
    }),
  ],
};

const audit: Row = {
  title: 'Audit and guards',
  panels: [
    panelOf('Audit events lost', 'short', {
      redFrom: 1,
      description: 'In a day, by reason. Anything but 0 is an alarm.',
      expr: 'sum by (job, reason) (increase(ragfleet_audit_lost_total[1d]))',
      legend: '{{job}} {{reason}}',
    }),
    panelOf('Audit bytes that wait', 'bytes', {
      redFrom: 134_217_728,
      description: 'For a sink that does not take them. Behind AUDIT_SPILL_BYTES nothing audited is done.',
      expr: 'max by (job) (ragfleet_audit_waiting_bytes)',
      legend: '{{job}}',
    }),
    panelOf('Refusals that the audit summed up', 'reqps', {
      description: 'Beyond what it keeps of them in a minute. Many: somebody tries keys.',
      expr: 'sum by (status) (rate(ragfleet_audit_suppressed_total[$__rate_interval]))',
      legend: '{{status}}',
    }),
    panelOf('Guard hits', 'short', {
      description: 'In an hour, by what was met in questions, passages and answers.',
      expr: `sum by (hit) (increase(ragfleet_guard_hits_total${OF_TENANT}[1h]))`,
      legend: '{{hit}}',
    }),
  ],
};

const ingestion: Row = {
  title: 'Ingestion',
  panels: [
    panelOf('Documents by outcome', 'reqps', {
      description: 'Of uploads, sources and folders.',
      expr: `sum by (outcome) (rate(ragfleet_documents_ingested_total${OF_TENANT}[$__rate_interval]))`,
      legend: '{{outcome}}',
      isStacked: true,
    }),
    panelOf('Rested beside questions', 'percentunit', {
      description:
        'Of the time of a batch worker that has work, while questions are asked: 1 - INGEST_SHARE_BESIDE_QUESTIONS. None of it when nobody asks.',
      expr: 'avg(rate(ragfleet_ingest_rested_seconds_total[$__rate_interval]))',
      legend: 'rested',
    }),
    panelOf('Passes over sources in a day', 'short', {
      description: 'deletion-held waits for a decision.',
      expr: `sum by (source, outcome) (increase(ragfleet_source_passes_total${OF_TENANT}[1d]))`,
      legend: '{{source}} {{outcome}}',
    }),
    panelOf('Items of sources in a day', 'short', {
      description: 'By what a pass found.',
      expr: `sum by (source, change) (increase(ragfleet_source_items_total${OF_TENANT}[1d]))`,
      legend: '{{source}} {{change}}',
    }),
    panelOf('The next index', 'short', {
      description: 'Passages in the index of the other embedding model, while a change is under way.',
      expr: 'max by (model, state) (ragfleet_index_generation_passages)',
      legend: '{{model}} {{state}}',
    }),
  ],
};

export const deliveryAndDependenciesDashboard: Dashboard = {
  name: 'delivery-and-dependencies',
  title: 'Ragfleet: delivery and dependencies',
  description: 'Whether webhooks arrive, what the fleet leans on, and what audit and guards met.',
  hasTenant: true,
  rows: [delivery, dependencies, audit, ingestion],
};
