import { createAuditPeople, readAuditLog } from '@ragfleet/audit-log';
import { BULL_PREFIX } from '@ragfleet/contracts';
import { createLogger, readConfig, startServices, stopServices } from '@ragfleet/service-runtime';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compose, type Composition } from '../composition.ts';
import { configSchema } from '../config.ts';

const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');
const logger = createLogger({ service: 'test', level: 'silent' });
const password = 'correct horse battery';
const headers = { authorization: `Basic ${Buffer.from(`operator:${password}`).toString('base64')}` };
const server = await openTestRedis({ profile: 'blocking' });
const { redis } = server;
let auditDir: string;
let dashboard: Composition;

beforeEach(async () => {
  auditDir = await mkdtemp(join(tmpdir(), 'ragfleet-dashboard-'));
});
afterEach(async () => {
  await stopServices(dashboard.services, logger, 2_000);
  await rm(auditDir, { recursive: true });
});

type Get = (path: string, init?: RequestInit) => Promise<Response>;

async function start(variables: Record<string, string>): Promise<Get> {
  const config = readConfig(configSchema, {
    QUEUE_REDIS_URL: server.url,
    RAGFLEET_MASTER_KEY: MASTER_KEY,
    DASHBOARD_PASSWORD: password,
    PORT: '0',
    ...variables,
  });
  dashboard = await compose(config, logger);
  await startServices(dashboard.services, logger, 5_000);
  return (path, init) =>
    fetch(`http://127.0.0.1:${dashboard.port()}${path}`, { redirect: 'manual', ...init });
}

async function signIn(get: Get): Promise<Response> {
  const form = await get('/sign-in');
  const cookie = form.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const csrf = /name="csrf" value="([\w-]+)"/.exec(await form.text())?.[1] ?? '';
  const body = new URLSearchParams({ user: 'operator', password, csrf });
  return get('/sign-in', { method: 'POST', headers: { cookie }, body });
}

describe('what operators do', () => {
  it('writes sign-ins and changes of queues into the audit log before they are made', async () => {
    const get = await start({ DASHBOARD_READ_ONLY: 'false', AUDIT_DIR: auditDir });
    expect((await signIn(get)).status).toBe(303);
    await get(`/api/queues/ingest/pause`, { method: 'PUT', headers });
    await get(`/api/queues/ingest/resume`, { method: 'PUT', headers });
    await get(`/api/queues/ingest/empty`, { method: 'PUT', headers });
    await stopServices(dashboard.services, logger, 2_000);
    const events = await readAuditLog(auditDir, { tenantId: 'fleet', limit: 10 });
    const sealer = createSealer(MASTER_KEY);
    const pseudonyms = events.map(({ user_id: pseudonym }) => pseudonym);
    const names = await createAuditPeople({ redis, sealer }).namesOf('fleet', pseudonyms);
    const told = events.map(({ metadata, user_id: pseudonym }) => [
      names.get(pseudonym),
      metadata['action'],
      metadata['change'],
    ]);
    expect(told.toReversed()).toEqual([
      ['operator', 'dashboard.sign-in', undefined],
      ['operator', 'dashboard.queue', 'ingest/pause'],
      ['operator', 'dashboard.queue', 'ingest/resume'],
    ]);
  });

  it('changes nothing while the audit log cannot be written', async () => {
    const file = join(auditDir, 'a-file');
    await writeFile(file, '');
    const get = await start({ DASHBOARD_READ_ONLY: 'false', AUDIT_DIR: file });
    expect((await get('/api/queues/ingest/pause', { method: 'PUT', headers })).status).toBe(503);
    expect(await redis.hget(`${BULL_PREFIX}:ingest:meta`, 'paused')).toBeNull();
  });
});
