import type { AppConfig } from '../config-schemas/read-config-schemas.ts';
import { checkQuery } from './check-query.ts';
import type { GrafanaDashboard, GrafanaPanel, Monitoring, Rule } from './read-monitoring.ts';

const RUNBOOK = /^https:\/\/ragfleet\.dev\/docs\/operations\.md#(.+)$/;
const SEVERITIES: readonly string[] = ['page', 'ticket'];
/** The oldest that Grafana 11 writes. */
const OLDEST_SCHEMA = 39;

/** What is wrong with rules, dashboards and the scraping, measured by the metrics, the docs and the apps' schemas. */
export function checkMonitoring(monitoring: Monitoring, configs: readonly AppConfig[]): string[] {
  const { rules, dashboards } = monitoring;
  return [
    ...Object.entries(rules).flatMap(([file, ofFile]) =>
      ofFile.flatMap((rule) => checkRule(rule, monitoring)).map((problem) => `${file}: ${problem}`),
    ),
    ...Object.entries(dashboards).flatMap(([file, dashboard]) =>
      checkDashboard(dashboard, monitoring).map((problem) => `${file}: ${problem}`),
    ),
    ...twice(Object.values(dashboards).map(({ uid }) => uid)).map(
      (uid) => `two dashboards have the uid ${uid}.`,
    ),
    ...checkScraping(monitoring, configs).map((problem) => `prometheus.yml: ${problem}`),
  ];
}

function checkRule(rule: Rule, { known, anchors }: Monitoring): string[] {
  const name = rule.alert ?? rule.record ?? 'a rule without a name';
  const problems = [
    ...checkQuery(rule.expr, known),
    ...(rule.alert === undefined ? [] : checkAlert(rule, anchors)),
  ];
  return problems.map((problem) => `${name}: ${problem}`);
}

function checkAlert({ labels, annotations }: Rule, anchors: ReadonlySet<string>): string[] {
  const missing = ['summary', 'description'].filter((key) => (annotations?.[key] ?? '') === '');
  const anchor = RUNBOOK.exec(annotations?.['runbook_url'] ?? '')?.[1];
  return [
    ...missing.map((key) => `has no ${key}.`),
    ...(SEVERITIES.includes(labels?.['severity'] ?? '') ? [] : [`severity is ${SEVERITIES.join(' or ')}.`]),
    ...(anchor !== undefined && anchors.has(anchor)
      ? []
      : [`its runbook, ${anchor ?? 'none'}, is no heading of docs/operations.md.`]),
  ];
}

function checkDashboard(dashboard: GrafanaDashboard, monitoring: Monitoring): string[] {
  const { panels, schemaVersion, templating } = dashboard;
  const variables = new Set(templating.list.map(({ name }) => name));
  return [
    ...(schemaVersion >= OLDEST_SCHEMA ? [] : [`schemaVersion ${schemaVersion} is older than Grafana 11.`]),
    ...(variables.has('datasource') ? [] : ['the data source is no variable.']),
    ...twice(panels.map(({ id }) => String(id))).map((id) => `two panels have the id ${id}.`),
    ...overlaps(panels).map((title) => `${title} lies upon another panel.`),
    ...panels
      .filter(({ type }) => type !== 'row')
      .flatMap((panel) =>
        checkPanel(panel, variables, monitoring).map((problem) => `${panel.title}: ${problem}`),
      ),
  ];
}

function checkPanel(panel: GrafanaPanel, variables: ReadonlySet<string>, { known }: Monitoring): string[] {
  const { targets = [], fieldConfig, description = '', datasource } = panel;
  const used = targets.flatMap(({ expr }) =>
    [...expr.matchAll(/\$(?!__)(\w+)/g)].map(([, name = '']) => name),
  );
  return [
    ...(targets.length > 0 ? [] : ['has no query.']),
    ...((fieldConfig?.defaults.unit ?? '') === '' ? ['has no unit.'] : []),
    ...(description === '' ? ['has no description.'] : []),
    ...(datasource?.uid === '${datasource}' ? [] : ['does not ask the data source that is chosen.']),
    ...twice(targets.map(({ refId }) => refId)).map((refId) => `two queries are ${refId}.`),
    ...used.filter((name) => !variables.has(name)).map((name) => `there is no variable $${name}.`),
    ...targets.flatMap(({ expr }) => checkQuery(expr, known)),
  ];
}

/** Titles of panels that share a cell with one before them. */
function overlaps(panels: readonly GrafanaPanel[]): string[] {
  const taken = new Set<string>();
  return panels
    .filter(({ gridPos: { x, y, w, h } }) => {
      const cells = Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`);
      const isUpon = cells.some((cell) => taken.has(cell));
      for (const cell of cells) taken.add(cell);
      return isUpon;
    })
    .map(({ title }) => title);
}

/** Every deployed app with a port of its own for operations is scraped there, under its name. */
function checkScraping({ scrapeJobs }: Monitoring, configs: readonly AppConfig[]): string[] {
  const ports = configs.flatMap(({ app, variables }) => {
    const port = variables.find(({ name }) => name === 'OPERATIONS_PORT')?.default;
    return port === undefined || port === null ? [] : [{ app, port: Number(port) }];
  });
  const unknown = scrapeJobs.filter(({ job_name: job }) => !ports.some(({ app }) => app === job));
  return [
    ...unknown.map(({ job_name: job }) => `${job} is no app with an OPERATIONS_PORT.`),
    ...ports.flatMap(({ app, port }) => {
      const targets = scrapeJobs.find(({ job_name: job }) => job === app)?.dns_sd_configs ?? [];
      const isScraped = targets.some((target) => target.names.includes(app) && target.port === port);
      return isScraped ? [] : [`${app} is not scraped at its port ${port}.`];
    }),
  ];
}

const twice = (values: readonly string[]): string[] => [
  ...new Set(values.filter((value, at) => values.indexOf(value) !== at)),
];
