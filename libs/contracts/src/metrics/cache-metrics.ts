import type { MetricDefinition } from './metric-definition.ts';

/** Cached answers: how often they serve, what they save, how they are warmed. */
export const CACHE_METRICS = {
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
  cacheJudgments: {
    name: 'ragfleet_cache_judgments_total',
    help: 'Near questions that a model was asked about, by what it said: same, different, unsure; failed when it was late or away.',
    kind: 'counter',
    labels: ['tenant', 'verdict'],
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
    help: 'What cache warming spent, in US dollars: a part of what questions cost.',
    kind: 'counter',
    labels: ['tenant'],
  },
} as const satisfies Record<string, MetricDefinition>;
