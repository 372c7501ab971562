import { createAuditPeople, readAuditLog } from '@ragfleet/audit-log';
import { queueKeys } from '@ragfleet/contracts';
import { createTenants } from '@ragfleet/identity';
import { createChangeSequence, createDegradationLevels, createDeliveries } from '@ragfleet/job-queue';
import { createRedisBreakerStore } from '@ragfleet/resilience';
import { createSealer } from '@ragfleet/sealing';
import { createLogger, readConfig, startServices, stopServices } from '@ragfleet/service-runtime';
import { describeInChromium, openTestRedis } from '@ragfleet/test-support';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { compose, type Composition } from '../composition.ts';
import { configSchema } from '../config.ts';

const PASSWORD = 'correct horse battery';
const logger = createLogger({ service: 'test', level: 'silent' });
const server = await openTestRedis({ profile: 'blocking' });
const levels = createDegradationLevels({ redis: server.redis });
const RULES = { consecutiveFailures: 1, resetMs: 60_000, confirmMs: 0 };
const headers = { authorization: `Basic ${Buffer.from(`operator:${PASSWORD}`).toString('base64')}` };

let auditDir: string;
let dashboard: Composition;
let url: string;

beforeAll(async () => {
  auditDir = await mkdtemp(join(tmpdir(), 'ragfleet-dashboard-'));
});
afterAll(() => rm(auditDir, { recursive: true }));
afterEach(async () => {
  await stopServices(dashboard.services, logger, 2_000);
  await levels.set(null, null);
});

async function start(variables: Record<string, string> = {}): Promise<void> {
  const config = readConfig(configSchema, {
    QUEUE_REDIS_URL: server.url,
    RAGFLEET_MASTER_KEY: Buffer.alloc(32, 9).toString('base64'),
    DASHBOARD_PASSWORD: PASSWORD,
    AUDIT_DIR: auditDir,
    PORT: '0',
    ...variables,
  });
  dashboard = await compose(config, logger);
  await startServices(dashboard.services, logger, 5_000);
  url = `http://127.0.0.1:${dashboard.port()}`;
}

const setLevel = (fields: Record<string, string>, more: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/service/level`, {
    method: 'POST',
    redirect: 'manual',
    headers: { ...headers, ...more },
    body: new URLSearchParams(fields),
  });
const readPage = async (): Promise<string> => (await fetch(`${url}/service`, { headers })).text();

describe('the level of service on the dashboard', () => {
  it('is shown to operators alone', async () => {
    await start();
    expect((await fetch(`${url}/service`)).status).toBe(401);
    expect(await readPage()).toMatch(/data-level="full"/);
  });

  it('is set for the whole fleet, with who did it in the audit log', async () => {
    await start({ DASHBOARD_READ_ONLY: 'false' });
    const reply = await setLevel({ level: 'reduced', reason: 'The store moves <tonight>' });
    expect([reply.status, reply.headers.get('location')]).toEqual([303, '/service']);
    expect(await levels.fleet()).toMatchObject({ fleet: { level: 'reduced', by: 'operator' } });
    expect(await readPage()).toContain('The store moves &lt;tonight&gt;');
    expect((await setLevel({ level: 'full', reason: 'moved' })).status).toBe(303);
    expect((await levels.fleet()).fleet).toBeNull();
    await stopServices(dashboard.services, logger, 2_000);
    const events = await readAuditLog(auditDir, { tenantId: 'fleet', limit: 10 });
    expect(events.map(({ metadata }) => [metadata['from'], metadata['to']])).toEqual([
      ['reduced', 'full'],
      ['full', 'reduced'],
    ]);
    const sealer = createSealer(Buffer.alloc(32, 9).toString('base64'));
    const pseudonyms = events.map(({ user_id: pseudonym }) => pseudonym);
    const names = await createAuditPeople({ redis: server.redis, sealer }).namesOf('fleet', pseudonyms);
    expect(pseudonyms.map((pseudonym) => names.get(pseudonym))).toEqual(['operator', 'operator']);
  });

  it('stays as it is where the dashboard is read-only, and for another page', async () => {
    await start();
    expect((await setLevel({ level: 'minimal', reason: 'x' })).status).toBe(403);
    await stopServices(dashboard.services, logger, 2_000);
    await start({ DASHBOARD_READ_ONLY: 'false' });
    const crossSite = await setLevel({ level: 'minimal', reason: 'x' }, { 'sec-fetch-site': 'cross-site' });
    expect(crossSite.status).toBe(403);
    expect((await levels.fleet()).fleet).toBeNull();
  });

  it.each([
    [{ level: 'slow', reason: 'x' }],
    [{ level: 'minimal', reason: ' ' }],
    [{ level: 'minimal', reason: 'x'.repeat(501) }],
  ])('says what to send in place of %o', async (fields) => {
    await start({ DASHBOARD_READ_ONLY: 'false' });
    const reply = await setLevel(fields);
    expect(reply.status).toBe(422);
    expect(await reply.text()).toContain('Choose a level and write a reason');
  });

  it('lists the breakers of the fleet', async () => {
    await start();
    expect(await readPage()).toContain('None was used in the last day');
    await createRedisBreakerStore({ redis: server.redis }).takeProbe('model openai gpt-4o us', RULES);
    expect(await readPage()).toContain(
      '<td>model openai gpt-4o us</td><td data-label="State" data-state="closed">closed</td>',
    );
  });
});

describe('cached answers on the dashboard', () => {
  const changes = createChangeSequence({ redis: server.redis });
  const drop = (tenant: string): Promise<Response> =>
    fetch(`${url}/service/cache-eviction`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ tenant }),
    });

  it('of a tenant are dropped, of no other, with who did it in the audit log before', async () => {
    const tenants = createTenants({ redis: server.redis });
    for (const id of ['acme', 'globex']) await tenants.ensure(id, id);
    const [acme, globex] = [await changes.current('acme'), await changes.current('globex')];
    await start({ DASHBOARD_READ_ONLY: 'false' });
    const reply = await drop('acme');
    expect([reply.status, await reply.text()]).toEqual([
      200,
      expect.stringContaining('No cached answer of acme is served any more.'),
    ]);
    expect(await changes.current('acme')).not.toEqual(acme);
    expect(await changes.current('globex')).toEqual(globex);
    await stopServices(dashboard.services, logger, 2_000);
    const [event] = await readAuditLog(auditDir, { tenantId: 'fleet', limit: 1 });
    expect(event?.metadata).toMatchObject({ action: 'cache.evict', target: 'acme' });
  });

  it('stay where there is no such tenant, and where the dashboard is read-only, which offers no form', async () => {
    await start({ DASHBOARD_READ_ONLY: 'false' });
    const reply = await drop('nobody');
    expect([reply.status, await reply.text()]).toEqual([
      422,
      expect.stringContaining('Write the id of a tenant'),
    ]);
    await stopServices(dashboard.services, logger, 2_000);
    await start();
    expect((await drop('acme')).status).toBe(403);
    expect(await readPage()).not.toContain('cache-eviction');
  });
});

describe('dead letters on the dashboard', () => {
  const sealer = createSealer(Buffer.alloc(32, 9).toString('base64'));
  const resend = (tenant: string): Promise<Response> =>
    fetch(`${url}/service/dead-letters`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ tenant }),
    });

  it('of a tenant are sent again, and nothing else is, with who did it in the audit log before', async () => {
    const deliveries = createDeliveries({ redisUrl: server.url, sealer });
    const tenants = createTenants({ redis: server.redis });
    const statusOf = async (tenantId: string, deliveryId: string) =>
      (await deliveries.get(tenantId, deliveryId))?.status;
    for (const tenantId of ['acme', 'globex']) {
      await tenants.ensure(tenantId, tenantId);
      for (const deliveryId of ['wh_dead', 'wh_open'])
        await deliveries.create(
          {
            tenantId,
            deliveryId,
            subjectId: `q_${deliveryId}`,
            principalId: 'ada',
            keyId: null,
            event: 'query.succeeded',
            url: 'https://hooks.example.com/in',
          },
          Buffer.from('{}'),
        );
      await server.redis.hset(queueKeys.delivery(tenantId, 'wh_dead'), 'status', 'dead');
    }
    await start({ DASHBOARD_READ_ONLY: 'false' });
    const reply = await resend('acme');
    expect([reply.status, await reply.text()]).toEqual([
      200,
      expect.stringContaining('1 webhook of acme will be sent again.'),
    ]);
    expect(await statusOf('acme', 'wh_dead')).toBe('pending');
    expect(await statusOf('globex', 'wh_dead')).toBe('dead');
    await stopServices(dashboard.services, logger, 2_000);
    const [event] = await readAuditLog(auditDir, { tenantId: 'fleet', limit: 1 });
    expect(event?.metadata).toMatchObject({ action: 'webhook.redeliver', target: 'acme' });
    await deliveries.close();
  });

  it('stay dead where there is no such tenant, and where the dashboard is read-only, which offers no form', async () => {
    await start({ DASHBOARD_READ_ONLY: 'false' });
    expect((await resend('nobody')).status).toBe(422);
    expect(await readPage()).toContain('dead-letters');
    await stopServices(dashboard.services, logger, 2_000);
    await start();
    expect((await resend('acme')).status).toBe(403);
    expect(await readPage()).not.toContain('dead-letters');
  });
});

describeInChromium('the page of the level of service', (browser) => {
  it('is reached from the queues, sets a level and takes it back', async () => {
    await start({ DASHBOARD_READ_ONLY: 'false' });
    const { page: tab, problems } = await browser().open();
    await tab.goto(url);
    await tab.getByLabel('User').fill('operator');
    await tab.getByLabel('Password or operator API key').fill(PASSWORD);
    await tab.getByRole('button', { name: 'Sign in' }).click();
    await tab.locator('button[aria-haspopup=menu]').click();
    await tab.getByText('Level of service').click();
    await tab.waitForURL(`${url}/service`);
    await tab.getByLabel('Level').selectOption('minimal');
    await tab.getByLabel(/Reason/).fill('The model vendor is away');
    await tab.getByRole('button', { name: /whole fleet/ }).click();
    await tab.getByText('The model vendor is away').waitFor();
    expect(await tab.locator('[data-level]').first().textContent()).toBe('minimal');
    await tab.getByLabel('Level').selectOption('full');
    await tab.getByLabel(/Reason/).fill('back');
    await tab.getByRole('button', { name: /whole fleet/ }).click();
    await tab.locator('[data-level=full]').waitFor();
    expect(problems).toEqual([]);
  });
});
