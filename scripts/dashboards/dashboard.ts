/** Units as Grafana names them. */
export type Unit =
  | 's'
  | 'short'
  | 'reqps'
  | 'percentunit'
  | 'currencyUSD'
  | 'bytes'
  | 'dateTimeAsIso'
  | 'none';

/** One line of a panel: what is asked, and what its series are called. */
export interface Query {
  readonly expr: string;
  /** In Grafana's words, such as `{{lane}}`. */
  readonly legend: string;
}

export interface Panel {
  readonly title: string;
  /** What to read out of it, and from where on it is bad. */
  readonly description: string;
  readonly unit: Unit;
  /** `stat` is the last value in large letters; `timeseries` unless said. */
  readonly kind?: 'timeseries' | 'stat';
  /** From here on it is drawn red. */
  readonly redFrom?: number;
  /** Adds the series up, one upon another. */
  readonly isStacked?: true;
  readonly queries: readonly Query[];
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export interface Dashboard {
  /** File name and uid. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** True where panels read `$tenant`. */
  readonly hasTenant: boolean;
  readonly rows: readonly Row[];
}

/** A panel with one query. */
export const panelOf = (
  title: string,
  unit: Unit,
  { expr, legend, ...rest }: Query & Omit<Panel, 'title' | 'unit' | 'queries'>,
): Panel => ({ title, unit, ...rest, queries: [{ expr, legend }] });

/** Median, P95 and P99 of a histogram, by the labels that tell its series apart. `selector` stands in braces. */
export function percentilesOf(histogram: string, selector = ''): readonly Query[] {
  return [0.5, 0.95, 0.99].map((share) => ({
    expr: `histogram_quantile(${share}, sum by (le) (rate(${histogram}_bucket${selector}[$__rate_interval])))`,
    legend: `P${share * 100}`,
  }));
}
