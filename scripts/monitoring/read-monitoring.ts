import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { METRICS, type MetricDefinition } from '@ragfleet/contracts';
import { parse } from 'yaml';
import { DASHBOARDS_DIR } from '../dashboards/all-dashboards.ts';
import type { Known } from './check-query.ts';

export interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface GrafanaPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly uid: string };
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly targets?: readonly { readonly refId: string; readonly expr: string }[];
}

export interface GrafanaDashboard {
  readonly uid: string;
  readonly title: string;
  readonly schemaVersion: number;
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
  readonly panels: readonly GrafanaPanel[];
}

export interface ScrapeJob {
  readonly job_name: string;
  readonly dns_sd_configs?: readonly { readonly names: readonly string[]; readonly port?: number }[];
}

export interface Monitoring {
  /** By file. */
  readonly rules: Readonly<Record<string, readonly Rule[]>>;
  readonly dashboards: Readonly<Record<string, GrafanaDashboard>>;
  readonly scrapeJobs: readonly ScrapeJob[];
  /** Anchors of the headings of docs/operations.md. */
  readonly anchors: ReadonlySet<string>;
  readonly known: Known;
}

/** Rules, dashboards and the scraping of the workspace at `root`. Throws when one of them is no YAML or JSON. */
export function readMonitoring(root: string): Monitoring {
  const text = (file: string): string => readFileSync(join(root, file), 'utf8');
  const rules = byFile(globSync('deploy/prometheus/rules/*.yml', { cwd: root }), (file) => {
    const { groups } = parse(text(file)) as { groups: { rules: Rule[] }[] };
    return groups.flatMap((group) => group.rules);
  });
  const dashboards = byFile(
    globSync(`${DASHBOARDS_DIR}/*.json`, { cwd: root }),
    (file) => JSON.parse(text(file)) as GrafanaDashboard,
  );
  const { scrape_configs: scrapeJobs } = parse(text('deploy/prometheus/prometheus.yml')) as {
    scrape_configs: ScrapeJob[];
  };
  return {
    rules,
    dashboards,
    scrapeJobs,
    anchors: anchorsOf(text('docs/operations.md')),
    known: knownOf(rules),
  };
}

function byFile<Content>(
  files: readonly string[],
  read: (file: string) => Content,
): Readonly<Record<string, Content>> {
  if (files.length === 0) throw new Error('deploy/prometheus/rules or deploy/grafana/dashboards is empty.');
  return Object.fromEntries(files.toSorted().map((file) => [basename(file), read(file)]));
}

/** As GitHub makes them: lower case, blanks as dashes, nothing but letters, digits, dashes and underscores. */
function anchorsOf(markdown: string): ReadonlySet<string> {
  const headings = [...markdown.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );
}

function knownOf(rules: Monitoring['rules']): Known {
  const definitions: readonly MetricDefinition[] = Object.values(METRICS);
  return {
    metrics: new Map(definitions.map((definition) => [definition.name, definition])),
    recorded: new Set(Object.values(rules).flatMap((ofFile) => ofFile.flatMap(({ record }) => record ?? []))),
  };
}
