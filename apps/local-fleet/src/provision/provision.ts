import {
  type ApiKeys,
  createApiKeys,
  createTenants,
  createWebhookSecrets,
  type NewApiKey,
} from '@ragfleet/identity';
import { Fault } from '@ragfleet/kernel';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import type { FleetSecrets } from '../data-dir/fleet-secrets.ts';
import { DEMO_KEYS, DEMO_TENANT, OPERATOR, OTHER_TENANT, OTHER_TENANT_KEYS } from './demo-tenants.ts';

export interface Provisioned {
  readonly apiKeys: Readonly<Record<string, string>>;
  readonly otherTenantApiKeys: Readonly<Record<string, string>>;
  /** The demo tenant's newest one. */
  readonly webhookSecret: string;
  /** Of both tenants. */
  readonly webhookSecrets: readonly string[];
}

const CONNECT_DEADLINE_MS = 5_000;
const CLOSE_DEADLINE_MS = 1_000;

/** Makes the tenants, their people's keys and the operator. Keys that were made before are the same ones again. */
export async function provision(queueRedisUrl: string, secrets: FleetSecrets): Promise<Provisioned> {
  const redis = connectRedis({ url: queueRedisUrl, profile: 'fail-fast', name: 'local-fleet' });
  try {
    await whenReady(redis, CONNECT_DEADLINE_MS);
    const sealer = createSealer(secrets.master_key);
    const tenants = createTenants({ redis });
    for (const { tenantId, name } of [DEMO_TENANT, OTHER_TENANT]) await tenants.ensure(tenantId, name);
    const keys = createApiKeys({ redis, sealer, environment: 'local' });
    const demoKeys = await provisionKeys(keys, DEMO_KEYS, secrets.api_keys);
    const operator = await keys.createOperator(OPERATOR, importOf(secrets.api_keys[OPERATOR]));
    const otherTenantApiKeys = await provisionKeys(keys, OTHER_TENANT_KEYS, secrets.other_tenant_api_keys);
    const webhooks = createWebhookSecrets({ redis, sealer });
    const ours = await webhooks.current(DEMO_TENANT.tenantId);
    const theirs = await webhooks.current(OTHER_TENANT.tenantId);
    const [webhookSecret] = ours;
    if (webhookSecret === undefined) throw new Fault('internal', 'The tenant has no webhook secret.');
    return {
      apiKeys: { ...demoKeys, [OPERATOR]: operator.secret },
      otherTenantApiKeys,
      webhookSecret,
      webhookSecrets: [...ours, ...theirs],
    };
  } finally {
    await closeRedis(redis, CLOSE_DEADLINE_MS);
  }
}

async function provisionKeys(
  keys: ApiKeys,
  wanted: Readonly<Record<string, NewApiKey>>,
  present: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const made: Record<string, string> = {};
  for (const [role, key] of Object.entries(wanted)) {
    made[role] = (await keys.create(key, importOf(present[role]))).secret;
  }
  return made;
}

const importOf = (secret: string | undefined): { secret?: string } =>
  secret === undefined ? {} : { secret };
