import { type Dashboard, panelOf, type Row } from './dashboard.ts';

const OF_TENANT = '{tenant=~"$tenant"}';

const money: Row = {
  title: 'Money',
  panels: [
    panelOf('Spent in the time shown', 'currencyUSD', {
      kind: 'stat',
      description:
        'On questions, those of cache warming too. The account is `GET /v1/costs`: it has ingestions and searches as well.',
      expr: `sum(increase(ragfleet_cost_usd_total${OF_TENANT}[$__range]))`,
      legend: 'spent',
    }),
    panelOf('Saved in the time shown', 'currencyUSD', {
      kind: 'stat',
      description: 'What entries that were served cost when they were written.',
      expr: `sum(increase(ragfleet_cache_saved_usd_total${OF_TENANT}[$__range]))`,
      legend: 'saved',
    }),
    panelOf('A thousand questions cost', 'currencyUSD', {
      kind: 'stat',
      description: 'Over the time shown, hits of the cache included.',
      expr: `1000 * sum(increase(ragfleet_cost_usd_total${OF_TENANT}[$__range])) / sum(increase(ragfleet_queries_finished_total${OF_TENANT}[$__range]))`,
      legend: 'per thousand',
    }),
    panelOf('Budgets in use', 'percentunit', {
      kind: 'stat',
      redFrom: 0.9,
      description: 'Monthly budgets by tenant, with what is reserved. Only tenants with a budget.',
      expr: `max by (tenant) (ragfleet_budget_used_ratio${OF_TENANT})`,
      legend: '{{tenant}}',
    }),
  ],
};

const spend: Row = {
  title: 'Spend',
  panels: [
    panelOf('Spend an hour by model', 'currencyUSD', {
      description: 'Dollars an hour.',
      expr: `3600 * sum by (model) (rate(ragfleet_cost_usd_total${OF_TENANT}[$__rate_interval]))`,
      legend: '{{model}}',
      isStacked: true,
    }),
    panelOf('Spend an hour by tenant', 'currencyUSD', {
      description: 'The ten that spend most.',
      expr: `topk(10, 3600 * sum by (tenant) (rate(ragfleet_cost_usd_total${OF_TENANT}[$__rate_interval])))`,
      legend: '{{tenant}}',
      isStacked: true,
    }),
    panelOf('Saved an hour by tier', 'currencyUSD', {
      description: 'Dollars an hour.',
      expr: `3600 * sum by (tier) (rate(ragfleet_cache_saved_usd_total${OF_TENANT}[$__rate_interval]))`,
      legend: '{{tier}}',
      isStacked: true,
    }),
  ],
};

const cache: Row = {
  title: 'Cache',
  panels: [
    panelOf('Hit rate', 'percentunit', {
      description:
        'By how the answer was found, of all questions that asked the cache. coalesced waited for the answer of an equal question.',
      expr: `sum by (outcome) (rate(ragfleet_cache_lookups_total{tenant=~"$tenant", outcome=~"exact|semantic|coalesced"}[$__rate_interval])) / ignoring (outcome) group_left () sum(rate(ragfleet_cache_lookups_total{tenant=~"$tenant", outcome!="bypass"}[$__rate_interval]))`,
      legend: '{{outcome}}',
      isStacked: true,
    }),
    panelOf('Entries that were refused, by reason', 'reqps', {
      description:
        'Found and not served: evidence is another set of passages, changes newer documents, else the name of a veto.',
      expr: `sum by (reason) (rate(ragfleet_cache_decisions_total{tenant=~"$tenant", outcome="refused"}[$__rate_interval]))`,
      legend: '{{reason}}',
    }),
    panelOf('Entries that were found, by tier', 'reqps', {
      description: 'Served directly, served after a search of the caller, or refused.',
      expr: `sum by (tier, outcome) (rate(ragfleet_cache_decisions_total${OF_TENANT}[$__rate_interval]))`,
      legend: '{{tier}} {{outcome}}',
    }),
    panelOf('Near questions that a model judged, by verdict', 'reqps', {
      description: 'Asked where CACHE_JUDGE is on. failed was late or away: its question waited in vain.',
      expr: `sum by (verdict) (rate(ragfleet_cache_judgments_total${OF_TENANT}[$__rate_interval]))`,
      legend: '{{verdict}}',
      isStacked: true,
    }),
    panelOf('Where entries were read', 'reqps', {
      description: 'near is the memory of the worker, store the cache Redis.',
      expr: 'sum by (source) (rate(ragfleet_cache_reads_total[$__rate_interval]))',
      legend: '{{source}}',
      isStacked: true,
    }),
    panelOf('Evictions', 'reqps', {
      description: 'What housekeeping removed, by what made it.',
      expr: `sum by (reason) (rate(ragfleet_cache_evictions_total${OF_TENANT}[$__rate_interval]))`,
      legend: '{{reason}}',
    }),
    {
      title: 'Warming',
      unit: 'short',
      description: 'Questions of cache warming in the last day by what became of them.',
      queries: [
        {
          expr: `sum by (outcome) (increase(ragfleet_cache_warmed_questions_total${OF_TENANT}[1d]))`,
          legend: '{{outcome}}',
        },
      ],
    },
    panelOf('Warming spends in a day', 'currencyUSD', {
      description: 'In the last day, by tenant.',
      expr: `sum by (tenant) (increase(ragfleet_cache_warming_usd_total${OF_TENANT}[1d]))`,
      legend: '{{tenant}}',
    }),
    panelOf('Runs of warming in a day', 'short', {
      description: 'By what began and what ended them. Many that end by budget or deadline warm too much.',
      expr: `sum by (trigger, outcome) (increase(ragfleet_cache_warmings_total${OF_TENANT}[1d]))`,
      legend: '{{trigger}} {{outcome}}',
    }),
  ],
};

export const moneyAndCacheDashboard: Dashboard = {
  name: 'money-and-cache',
  title: 'Ragfleet: money and cache',
  description: 'What answers cost, what the cache saves, and why it does not save more.',
  hasTenant: true,
  rows: [money, spend, cache],
};
