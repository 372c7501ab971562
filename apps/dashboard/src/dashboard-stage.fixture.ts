import { createApiKeys } from '@ragfleet/identity';
import type { Redis } from '@ragfleet/redis-connection';
import { createSealer, type Sealer } from '@ragfleet/sealing';
import { createLogger, readConfig, startServices, stopServices } from '@ragfleet/service-runtime';
import { openTestRedis } from '@ragfleet/test-support';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import { compose, type Composition } from './composition.ts';
import { configSchema } from './config.ts';

export const PASSWORD = 'correct horse battery';
export const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');
const logger = createLogger({ service: 'test', level: 'silent' });
const STOP_MS = 2_000;

export type Get = (path: string, init?: RequestInit) => Promise<Response>;

export interface DashboardStage {
  readonly redis: Redis;
  readonly redisUrl: string;
  readonly sealer: Sealer;
  readonly operatorKey: string;
  /** Of a tenant's admin, who is no operator. */
  readonly tenantKey: string;
  /** A dashboard, in place of the one before. It is gone with the test. */
  start(variables?: Readonly<Record<string, string>>): Promise<Get>;
}

/** A private Redis with an operator and a tenant, and dashboards on it. */
export async function openDashboardStage(): Promise<DashboardStage> {
  const { redis, url: redisUrl } = await openTestRedis({ profile: 'blocking' });
  const sealer = createSealer(MASTER_KEY);
  const keys = createApiKeys({ redis, sealer, environment: 'test' });
  const operator = await keys.createOperator('ops');
  const tenant = await keys.create({ tenantId: 'acme', principalId: 'ann', role: 'admin' });
  const auditDir = await mkdtemp(join(tmpdir(), 'ragfleet-dashboard-'));
  let dashboard: Composition | null = null;
  const stop = async (): Promise<void> => {
    if (dashboard !== null) await stopServices(dashboard.services, logger, STOP_MS);
    dashboard = null;
  };
  afterEach(stop);
  afterAll(() => rm(auditDir, { recursive: true }));

  const start: DashboardStage['start'] = async (variables = {}) => {
    await stop();
    const config = readConfig(configSchema, {
      QUEUE_REDIS_URL: redisUrl,
      RAGFLEET_MASTER_KEY: MASTER_KEY,
      DASHBOARD_PASSWORD: PASSWORD,
      AUDIT_DIR: auditDir,
      PORT: '0',
      ...variables,
    });
    const composed = await compose(config, logger);
    dashboard = composed;
    await startServices(composed.services, logger, 5_000);
    return (path, init) =>
      fetch(`http://127.0.0.1:${composed.port()}${path}`, { redirect: 'manual', ...init });
  };
  return { redis, redisUrl, sealer, operatorKey: operator.secret, tenantKey: tenant.secret, start };
}

export const basic = (user: string, secret: string): { readonly authorization: string } => ({
  authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`,
});
export const asOperator = basic('operator', PASSWORD);

export const csrfOf = async (response: Response): Promise<string> =>
  /name="csrf" value="([\w-]+)"/.exec(await response.text())?.[1] ?? '';
export const cookieOf = (response: Response): string =>
  response.headers.getSetCookie()[0]?.split(';')[0] ?? '';

/** By the form, as a browser does it. */
export async function signIn(get: Get, user: string, secret: string): Promise<Response> {
  const form = await get('/sign-in');
  return get('/sign-in', {
    method: 'POST',
    headers: { cookie: cookieOf(form) },
    body: new URLSearchParams({ user, password: secret, csrf: await csrfOf(form) }),
  });
}
