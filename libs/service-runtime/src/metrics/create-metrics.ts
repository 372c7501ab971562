import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { TallyHistogram } from './tally-histogram.ts';

/** A metric as data, in the shape that the contracts declare it. */
interface MetricDefinition {
  readonly name: string;
  readonly help: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
  readonly buckets?: readonly number[];
}

type Labels = Readonly<Record<string, string>>;

/** Metrics by the keys of their definitions. Using a metric as another kind is a programming error and throws. */
export interface Metrics<Key extends string = string> {
  count(key: Key, labels?: Labels, by?: number): void;
  observe(key: Key, labels: Labels, value: number): void;
  set(key: Key, labels: Labels, value: number): void;
  /** Asked with each exposition, for what is only known by asking. Ends within its own deadline, and does not reject. */
  beforeRender(measure: () => Promise<void>): void;
  /** The Prometheus text exposition. */
  render(): Promise<string>;
  readonly contentType: string;
}

/** Seconds, as the client has them. */
const DEFAULT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** One registry per process; runtime metrics (heap, event loop lag, handles) are included. */
export function createMetrics<Definitions extends Readonly<Record<string, MetricDefinition>>>(
  definitions: Definitions,
): Metrics<Extract<keyof Definitions, string>> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counters = new Map<string, Counter>();
  const gauges = new Map<string, Gauge>();
  const histograms = new Map<string, TallyHistogram>();
  const measures: (() => Promise<void>)[] = [];
  for (const [key, { kind, name, help, labels, buckets }] of Object.entries(definitions)) {
    const common = { name, help, labelNames: [...labels], registers: [registry] };
    if (kind === 'counter') counters.set(key, new Counter(common));
    else if (kind === 'gauge') gauges.set(key, new Gauge(common));
    else histograms.set(key, new TallyHistogram({ ...common, buckets: [...(buckets ?? DEFAULT_BUCKETS)] }));
  }
  return {
    count: (key, labels = {}, by = 1) => metricOf(counters, key).inc(labels, by),
    observe: (key, labels, value) => metricOf(histograms, key).tally(labels, value),
    set: (key, labels, value) => metricOf(gauges, key).set(labels, value),
    beforeRender: (measure) => void measures.push(measure),
    render: async () => {
      await Promise.all(measures.map((measure) => measure()));
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

function metricOf<Metric>(metrics: ReadonlyMap<string, Metric>, key: string): Metric {
  const metric = metrics.get(key);
  if (metric === undefined) throw new TypeError(`No metric of this kind is declared as ${key}.`);
  return metric;
}
