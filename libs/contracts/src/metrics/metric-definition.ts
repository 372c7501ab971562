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
export const LATENCY_SECONDS = [
  0.001, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1, 1.5, 2, 3, 3.5, 5, 5.2, 8, 8.4, 15, 30, 60,
];
