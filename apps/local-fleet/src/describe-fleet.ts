import type { AutoscaleDescription, LocalDescription } from './data-dir/local-description.ts';
import { addressesOf, DASHBOARD_USER, type FleetPlan } from './fleet-plan.ts';
import type { Provisioned } from './provision/provision.ts';

/** What local.json says. `names` are the processes that are there, up or coming back. */
export function describeFleet(
  plan: FleetPlan,
  made: Provisioned,
  { names, pids }: { readonly names: readonly string[]; readonly pids: Readonly<Record<string, number>> },
): LocalDescription {
  const addresses = addressesOf(plan);
  const operations = Object.entries(plan.ports.operations).filter(([name]) => names.includes(name));
  return {
    ingress_url: addresses.ingress,
    dashboard_url: addresses.dashboard,
    api_keys: made.apiKeys,
    other_tenant_api_keys: made.otherTenantApiKeys,
    webhook_secret: made.webhookSecret,
    receiver_url: addresses.receiver,
    queue_redis_url: addresses.queueRedis,
    cache_redis_url: addresses.cacheRedis,
    postgres_url: addresses.store,
    dashboard_user: DASHBOARD_USER,
    dashboard_password: plan.secrets.dashboard_password,
    operations_urls: Object.fromEntries(operations.map(([name, port]) => [name, `http://127.0.0.1:${port}`])),
    pids,
    autoscale: describeScaling(plan),
  };
}

function describeScaling({ scaling }: Pick<FleetPlan, 'scaling'>): AutoscaleDescription | null {
  if (scaling === null) return null;
  const { minReplicaCount, maxReplicaCount } = scaling.scaled;
  return { min_workers: minReplicaCount, max_workers: maxReplicaCount, speed: scaling.speed };
}
