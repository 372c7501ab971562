import type { Dashboard } from './dashboard.ts';
import { deliveryAndDependenciesDashboard } from './delivery-and-dependencies.ts';
import { fleetDashboard } from './fleet.ts';
import { moneyAndCacheDashboard } from './money-and-cache.ts';

export const DASHBOARDS: readonly Dashboard[] = [
  fleetDashboard,
  moneyAndCacheDashboard,
  deliveryAndDependenciesDashboard,
];

/** Where they lie in the workspace; Grafana is provisioned with this folder. */
export const DASHBOARDS_DIR = 'deploy/grafana/dashboards';
