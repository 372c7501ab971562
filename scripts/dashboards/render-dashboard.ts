import type { Dashboard, Panel, Row } from './dashboard.ts';

/** Grafana 11 and newer read it as it is and migrate it themselves. */
const SCHEMA_VERSION = 39;
const COLUMNS = 24;
const HEIGHT = 8;
const WIDTHS: Readonly<Record<number, number>> = { 1: 24, 2: 12, 4: 6 };
const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };

/** A dashboard as the JSON that Grafana is provisioned with. Panels of a row stand side by side, at most four. */
export function renderDashboard({ name, title, description, hasTenant, rows }: Dashboard): string {
  const dashboard = {
    uid: `ragfleet-${name}`,
    title,
    description,
    tags: ['ragfleet'],
    schemaVersion: SCHEMA_VERSION,
    version: 1,
    editable: false,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    timezone: 'utc',
    links: [{ title: 'ragfleet', type: 'dashboards', tags: ['ragfleet'], includeVars: true, keepTime: true }],
    templating: { list: [datasourceVariable, ...(hasTenant ? [tenantVariable] : [])] },
    panels: layOut(rows),
  };
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

const datasourceVariable = {
  name: 'datasource',
  label: 'Prometheus',
  type: 'datasource',
  query: 'prometheus',
};

const tenantVariable = {
  name: 'tenant',
  label: 'Tenant',
  type: 'query',
  datasource: DATASOURCE,
  definition: 'label_values(ragfleet_queries_accepted_total, tenant)',
  query: { query: 'label_values(ragfleet_queries_accepted_total, tenant)', refId: 'tenant' },
  refresh: 2,
  sort: 1,
  multi: true,
  includeAll: true,
  allValue: '.*',
  current: { text: 'All', value: '$__all' },
};

function layOut(rows: readonly Row[]): object[] {
  const laidOut: object[] = [];
  let y = 0;
  let id = 0;
  for (const { title, panels } of rows) {
    id += 1;
    laidOut.push({
      id,
      type: 'row',
      title,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y, w: COLUMNS, h: 1 },
    });
    y += 1;
    const width = WIDTHS[panels.length] ?? 8;
    for (const [at, panel] of panels.entries()) {
      id += 1;
      const perLine = COLUMNS / width;
      const line = Math.floor(at / perLine);
      const gridPos = { x: (at % perLine) * width, y: y + line * HEIGHT, w: width, h: HEIGHT };
      laidOut.push(renderPanel(panel, id, gridPos));
    }
    y += Math.ceil((panels.length * width) / COLUMNS) * HEIGHT;
  }
  return laidOut;
}

function renderPanel(panel: Panel, id: number, gridPos: object): object {
  const { title, description, kind = 'timeseries', queries } = panel;
  return {
    id,
    type: kind,
    title,
    description,
    gridPos,
    datasource: DATASOURCE,
    fieldConfig: { defaults: fieldsOf(panel), overrides: [] },
    options: kind === 'stat' ? { reduceOptions: { calcs: ['lastNotNull'] } } : { tooltip: { mode: 'multi' } },
    targets: queries.map(({ expr, legend }, at) => ({
      refId: String.fromCodePoint(65 + at),
      datasource: DATASOURCE,
      expr,
      legendFormat: legend,
    })),
  };
}

function fieldsOf({ unit, redFrom, isStacked }: Panel): object {
  const steps = [
    { color: 'green', value: null },
    ...(redFrom === undefined ? [] : [{ color: 'red', value: redFrom }]),
  ];
  return {
    unit,
    min: 0,
    thresholds: { mode: 'absolute', steps },
    custom: {
      ...(isStacked === true && { stacking: { mode: 'normal' }, fillOpacity: 30 }),
      ...(redFrom !== undefined && { thresholdsStyle: { mode: 'line' } }),
    },
  };
}
