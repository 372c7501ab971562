import type { MetricDefinition } from '@ragfleet/contracts';
import { readPromQl, type Selector } from './read-promql.ts';

/** What may be asked for: the product's metrics by name, and names of recording rules with the labels that they keep. */
export interface Known {
  readonly metrics: ReadonlyMap<string, MetricDefinition>;
  readonly recorded: ReadonlySet<string>;
}

/** What the scraping adds to every series. */
const SCRAPED: readonly string[] = ['job', 'instance'];
/** Of Prometheus itself, and of the runtime in every process. */
const OF_OTHERS: ReadonlySet<string> = new Set(['up', 'process_resident_memory_bytes']);
const SUFFIXES = /_(bucket|sum|count)$/;

/** Names and labels in a query that no metric has, suffixes that do not fit, and what cannot be read at all. */
export function checkQuery(query: string, known: Known): string[] {
  const { selectors, groupings, errors } = readPromQl(query);
  if (errors.length > 0) return errors.map((near) => `cannot be read near “${near}”.`);
  const allowed = new Set(selectors.flatMap((selector) => labelsOf(selector.metric, known) ?? []));
  const asksOwn = selectors.every(({ metric }) => labelsOf(metric, known) !== null);
  return [
    ...selectors.flatMap((selector) => checkSelector(selector, known)),
    ...groupings
      .filter((label) => asksOwn && !allowed.has(label))
      .map((label) => `groups by ${label}, which nothing in it has.`),
  ];
}

function checkSelector({ metric, labels }: Selector, known: Known): string[] {
  if (OF_OTHERS.has(metric) || known.recorded.has(metric)) return [];
  const definition = definitionOf(metric, known);
  if (definition === undefined) return [`${metric} is no metric of the product.`];
  const isHistogram = definition.kind === 'histogram';
  const suffix = isHistogram ? SUFFIXES.exec(metric)?.[1] : undefined;
  if (isHistogram && suffix === undefined)
    return [`${metric} is a histogram: ask for its _bucket, _sum or _count.`];
  const has = labelsOf(metric, known) ?? [];
  return labels
    .filter((label) => !has.includes(label))
    .map((label) => `${metric} has no label ${label}; it has ${definition.labels.join(', ') || 'none'}.`);
}

function definitionOf(metric: string, { metrics }: Known): MetricDefinition | undefined {
  const base = metrics.get(metric.replace(SUFFIXES, ''));
  return metrics.get(metric) ?? (base?.kind === 'histogram' ? base : undefined);
}

/** null where it is not known: of recording rules, and of metrics of others. */
function labelsOf(metric: string, known: Known): readonly string[] | null {
  const definition = definitionOf(metric, known);
  if (definition === undefined) return null;
  return [...definition.labels, ...SCRAPED, ...(metric.endsWith('_bucket') ? ['le'] : [])];
}
