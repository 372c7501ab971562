import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { type AppConfig, readConfigSchemas } from '../config-schemas/read-config-schemas.ts';
import { DASHBOARDS } from '../dashboards/all-dashboards.ts';
import { renderDashboard } from '../dashboards/render-dashboard.ts';
import { readManifests } from '../manifests/read-manifests.ts';
import { checkCollector, type CollectorConfig, readCollector } from './check-collector.ts';
import { checkMonitoring } from './check-monitoring.ts';
import { checkMonitoringServices } from './check-monitoring-services.ts';
import { type GrafanaDashboard, type Monitoring, readMonitoring, type Rule } from './read-monitoring.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const monitoring = readMonitoring(ROOT);
let configs: AppConfig[];

beforeAll(async () => {
  configs = await readConfigSchemas(ROOT);
});

const allRules = Object.values(monitoring.rules).flat();

describe('what stands in deploy/', () => {
  test('asks for metrics, labels, runbooks and targets that exist', () => {
    expect(checkMonitoring(monitoring, configs)).toEqual([]);
  });

  test('is run by docker-compose behind a sign-in, for those alone who ask for it', () => {
    expect(checkMonitoringServices(readManifests(ROOT))).toEqual([]);
  });

  test('holds the dashboards as `npm run dashboards` writes them', () => {
    expect(Object.keys(monitoring.dashboards)).toEqual(
      DASHBOARDS.map(({ name }) => `${name}.json`).toSorted(),
    );
    for (const dashboard of DASHBOARDS)
      expect(monitoring.dashboards[`${dashboard.name}.json`]).toEqual(JSON.parse(renderDashboard(dashboard)));
  });

  test('shows or records every metric of the product', () => {
    const expressions = [
      ...allRules.map(({ expr }) => expr),
      ...Object.values(monitoring.dashboards).flatMap(({ panels }) =>
        panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
      ),
    ].join('\n');
    const unseen = [...monitoring.known.metrics.keys()].filter((name) => !expressions.includes(name));
    expect(unseen).toEqual([]);
  });
});

describe('a planted mistake is found', () => {
  type Mutable<Value> = { -readonly [Key in keyof Value]: Mutable<Value[Key]> };

  function problemsWith(
    change: (planted: Mutable<Pick<Monitoring, 'rules' | 'dashboards' | 'scrapeJobs'>>) => void,
  ) {
    const { rules, dashboards, scrapeJobs } = monitoring;
    const planted = structuredClone({ rules, dashboards, scrapeJobs }) as Mutable<
      Pick<Monitoring, 'rules' | 'dashboards' | 'scrapeJobs'>
    >;
    change(planted);
    return checkMonitoring({ ...monitoring, ...planted }, configs);
  }
  const withRule = (alert: string, change: (rule: Mutable<Rule>) => void): string[] =>
    problemsWith(({ rules }) => {
      const rule = Object.values(rules)
        .flat()
        .find((candidate) => candidate.alert === alert);
      if (rule === undefined) throw new Error(`There is no ${alert}.`);
      change(rule);
    });
  const withQuery = (expr: string): string[] => withRule('RagfleetBreakerOpen', (rule) => (rule.expr = expr));
  const withFleet = (change: (dashboard: Mutable<GrafanaDashboard>) => void): string[] =>
    problemsWith(({ dashboards }) => {
      const fleet = dashboards['fleet.json'];
      if (fleet === undefined) throw new Error('There is no fleet.json.');
      change(fleet);
    });

  test.each([
    ['a metric that does not exist', 'ragfleet_breakers > 1', 'ragfleet_breakers is no metric'],
    ['a recorded series that nobody records', 'ragfleet:nothing > 1', 'ragfleet:nothing is no metric'],
    [
      'a label that it does not have',
      'ragfleet_breaker_state{lane="high"} == 2',
      'has no label lane; it has breaker',
    ],
    ['a histogram as a whole', 'rate(ragfleet_stage_seconds[5m])', 'ask for its _bucket'],
    ['buckets of what is no histogram', 'rate(ragfleet_breaker_state_bucket[5m])', 'is no metric'],
    ['a grouping that nothing has', 'sum by (lane) (ragfleet_breaker_state)', 'groups by lane'],
    ['buckets of a counter’s label', 'sum by (le) (ragfleet_stage_seconds_count)', 'groups by le'],
    ['what is no PromQL', 'max by (breaker (ragfleet_breaker_state) == 2', 'cannot be read near'],
  ])('%s', (_title, expr, problem) => {
    expect(withQuery(expr)).toContainEqual(expect.stringContaining(problem));
  });

  test('an alert without a runbook, without a summary, of a severity that nobody is called for', () => {
    const at = 'https://ragfleet.dev/docs/operations.md#alert-nothing';
    const problems = withRule('RagfleetBreakerOpen', (rule) => {
      rule.annotations = { description: 'x', runbook_url: at };
      rule.labels = { severity: 'critical' };
    });
    expect(problems).toEqual([
      expect.stringContaining('has no summary'),
      expect.stringContaining('severity is page or ticket'),
      expect.stringContaining('its runbook, alert-nothing, is no heading'),
    ]);
  });

  test('panels with the same id, upon each other, without a unit, without a query', () => {
    const problems = withFleet(({ panels }) => {
      const [, first, second, third, fourth] = panels;
      if (!first || !second || !third || !fourth) throw new Error('fleet.json has too few panels.');
      second.id = first.id;
      second.gridPos = { ...first.gridPos };
      third.fieldConfig = { defaults: {} };
      fourth.targets = [];
    });
    expect(problems).toEqual([
      expect.stringContaining('two panels have the id 2'),
      expect.stringContaining('lies upon another panel'),
      expect.stringContaining('has no unit'),
      expect.stringContaining('has no query'),
    ]);
  });

  test('a dashboard whose variables are gone, and one of an older Grafana', () => {
    const problems = withFleet((dashboard) => {
      dashboard.templating = { list: [] };
      dashboard.schemaVersion = 30;
    });
    expect(problems).toContainEqual(expect.stringContaining('older than Grafana 11'));
    expect(problems).toContainEqual(expect.stringContaining('the data source is no variable'));
    expect(problems).toContainEqual(expect.stringContaining('there is no variable $tenant'));
  });

  test('two dashboards under one uid', () => {
    const problems = problemsWith(({ dashboards }) => {
      for (const dashboard of Object.values(dashboards)) dashboard.uid = 'ragfleet-fleet';
    });
    expect(problems).toEqual(['two dashboards have the uid ragfleet-fleet.']);
  });

  test('an app that is scraped at another’s port, and one that nobody knows', () => {
    const problems = problemsWith(({ scrapeJobs }) => {
      const [first] = scrapeJobs;
      if (first === undefined) throw new Error('Nothing is scraped.');
      first.job_name = 'ingress';
    });
    expect(problems).toEqual([
      expect.stringContaining('ingress is no app'),
      expect.stringContaining('ingress-api is not scraped at its port 9080'),
    ]);
  });

  test('a Grafana that anybody may open, and a Prometheus without rules that everybody starts', () => {
    const manifests = structuredClone(readManifests(ROOT));
    const { grafana, prometheus } = manifests.services;
    if (grafana === undefined || prometheus === undefined)
      throw new Error('Prometheus or Grafana is missing.');
    const services = {
      ...manifests.services,
      grafana: {
        ...grafana,
        ports: ['3000:3000'],
        environment: { GF_AUTH_ANONYMOUS_ENABLED: 'true', GF_SECURITY_ADMIN_PASSWORD: 'admin' },
      },
      prometheus: {
        ...prometheus,
        image: 'prom/prometheus:latest',
        profiles: [],
        volumes: ['./deploy/rules:/x:ro'],
      },
    };
    expect(checkMonitoringServices({ ...manifests, services })).toEqual(
      [
        'prometheus is not of the profile monitoring',
        'prometheus needs an image of one version',
        'prometheus mounts ./deploy/rules, which is not there',
        'grafana listens beyond this host',
        'prometheus has nothing at /etc/prometheus/prometheus.yml',
        'prometheus has nothing at /etc/prometheus/rules',
        'grafana lets anonymous people in',
        'grafana starts with a password that everybody knows',
      ].map((problem) => expect.stringContaining(problem) as string),
    );
  });

  test('a collector that is not there, and one that anybody may reach', () => {
    const manifests = readManifests(ROOT);
    const { 'otel-collector': collector, ...without } = manifests.services;
    expect(checkMonitoringServices({ ...manifests, services: without })).toEqual([
      expect.stringContaining('the collector or Tempo is missing'),
    ]);
    if (collector === undefined) throw new Error('There is no collector.');
    const open = { ...without, 'otel-collector': { ...collector, ports: ['4318:4318'], volumes: [] } };
    expect(checkMonitoringServices({ ...manifests, services: open })).toEqual([
      expect.stringContaining('otel-collector listens beyond this host'),
      expect.stringContaining('otel-collector has nothing at /etc/otelcol/config.yaml'),
    ]);
  });

  test('a collector whose pipeline names what is not there, has no limit, and sends to nobody', () => {
    const manifests = readManifests(ROOT);
    const sound = readCollector(ROOT);
    expect(checkCollector(sound, manifests)).toEqual([]);
    const planted: CollectorConfig = {
      receivers: { otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317' } } } },
      processors: { batch: null },
      exporters: { otlp: { endpoint: 'jaeger:4317' } },
      service: { pipelines: { traces: { receivers: ['otlp'], processors: ['batch'], exporters: ['otpl'] } } },
    };
    expect(checkCollector(planted, manifests)).toEqual(
      [
        'memory_limiter is not its first processor',
        'no OTLP over HTTP at 4318',
        'names otpl, which is not among the exporters',
        'sends to jaeger',
      ].map((problem) => expect.stringContaining(problem) as string),
    );
    expect(checkCollector({ ...sound, service: {} }, manifests)).toContainEqual(
      expect.stringContaining('no pipeline for traces'),
    );
  });
});
