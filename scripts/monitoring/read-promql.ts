import { parser } from '@prometheus-io/lezer-promql';

/** One `name{label="value"}` of a query. */
export interface Selector {
  readonly metric: string;
  /** Labels that it matches. */
  readonly labels: readonly string[];
}

export interface PromQl {
  readonly selectors: readonly Selector[];
  /** Labels that it groups or joins by. */
  readonly groupings: readonly string[];
  /** What the parser could not read, as text; empty in a query that is well-formed. */
  readonly errors: readonly string[];
}

/** Grafana's variables that stand where PromQL wants a duration. */
const DURATION_VARIABLES = /\$__(rate_interval|interval|range)\b/g;

/** Reads a query as Prometheus does. Grafana's variables inside of strings are strings, those of durations some duration. */
export function readPromQl(query: string): PromQl {
  const text = query.replaceAll(DURATION_VARIABLES, '5m');
  const selectors: { metric: string; labels: string[] }[] = [];
  const groupings: string[] = [];
  const errors: string[] = [];
  const tree = parser.parse(text);
  tree.iterate({
    enter: ({ name, from, to, type, node }) => {
      const part = text.slice(from, to);
      if (type.isError) errors.push(text.slice(Math.max(0, from - 20), to + 20));
      if (name === 'VectorSelector') selectors.push({ metric: '', labels: [] });
      const selector = selectors.at(-1);
      if (name === 'Identifier' && selector?.metric === '') selector.metric = part;
      if (name !== 'LabelName') return;
      if (node.parent?.name === 'GroupingLabels') groupings.push(part);
      else selector?.labels.push(part);
    },
  });
  return { selectors, groupings, errors };
}
