import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAuditLog } from '@ragfleet/audit-log';
import { problemType, tenantResource } from '@ragfleet/contracts';
import { createTenants } from '@ragfleet/identity';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';

const path = '/v1/tenants';
let auditDir: string;
let ingress: TestIngress;
let operator: string;
let made = 0;

beforeAll(async () => {
  auditDir = await mkdtemp(join(tmpdir(), 'ragfleet-ingress-'));
  ingress = await startIngress({ AUDIT_DIR: auditDir });
  operator = await ingress.operatorKey();
});
afterAll(async () => {
  await ingress.stop();
  await rm(auditDir, { recursive: true });
});

const create = (body: object) => ingress.call({ path, key: operator, body });
const change = (id: string, body: object) =>
  ingress.call({ method: 'PATCH', path: `${path}/${id}`, key: operator, body });
const remove = (id: string) => ingress.call({ method: 'DELETE', path: `${path}/${id}`, key: operator });
const read = (id: string, key = operator) => ingress.call({ path: `${path}/${id}`, key });
const ask = (key: string, priority = 'normal') =>
  ingress.call({ path: '/v1/queries', key, body: { question: 'How many days of leave?', priority } });

/** A tenant with its admin's key. */
async function newTenant(facts: object = {}): Promise<{ readonly id: string; readonly admin: string }> {
  made += 1;
  const id = `made-${made}`;
  const { status, body } = await create({ id, name: `Made ${made}`, ...facts });
  expect(status).toBe(201);
  const { secret } = body['admin_key'] as { readonly secret: string };
  return { id, admin: secret };
}

const PLAIN = {
  object: 'tenant',
  status: 'active',
  time_zone: null,
  region: null,
  allow_cross_region_fallback: false,
  retention_hours: null,
  thin_webhooks: false,
  limits: {
    requests_per_second: null,
    requests_per_second_per_key: null,
    open_queries: null,
    high_lane_share: null,
  },
};

describe('POST /v1/tenants', () => {
  it('makes a tenant, and the first key of its admin', async () => {
    const { id, admin } = await newTenant();
    const { body } = await read(id);
    expect(body).toMatchObject({ id, name: 'Made 1', ...PLAIN });
    expect(Object.keys(body)).not.toContain('admin_key');
    const listed = await ingress.call({ path: '/v1/api-keys', key: admin });
    expect(listed.body['data']).toMatchObject([{ principal_id: 'admin', role: 'admin' }]);
    expect((await ask(admin)).status).toBe(202);
  });

  it('takes what an operator chooses for it', async () => {
    const facts = {
      time_zone: 'Europe/Berlin',
      region: 'eu',
      thin_webhooks: true,
      limits: { open_queries: 5, high_lane_share: 0.5 },
    };
    const { id } = await newTenant({ ...facts, admin_principal_id: 'ann@acme' });
    const limits = { ...PLAIN.limits, ...facts.limits };
    expect(tenantResource.parse((await read(id)).body)).toMatchObject({ ...facts, limits });
  });

  it('finishes a tenant whose first key was never made, once', async () => {
    const redis = connectRedis({ url: ingress.redis.url, profile: 'fail-fast', name: 'tenants-test' });
    onTestFinished(() => closeRedis(redis, 500));
    await whenReady(redis, 5_000);
    const clock = { nowMs: () => Date.now() - 10_000, monotonicMs: () => 0 };
    await createTenants({ redis, clock }).create({ tenantId: 'cut-off', name: 'Cut off' });
    const finished = await create({ id: 'cut-off', name: 'Whole' });
    expect(finished).toMatchObject({ status: 201, body: { ...PLAIN, name: 'Whole' } });
    const { secret } = finished.body['admin_key'] as { readonly secret: string };
    expect((await ask(secret)).status).toBe(202);
    expect(await create({ id: 'cut-off', name: 'Whole' })).toMatchObject({ status: 409 });
  });

  it('begins by the clock of the queue Redis, not by that of its machine', async () => {
    const { now } = Date;
    const ahead = vi.spyOn(Date, 'now').mockImplementation(() => now() + 3_600_000);
    onTestFinished(() => ahead.mockRestore());
    const { body } = await create({ id: 'on-time', name: 'On time' });
    expect(Date.parse(String(body['created_at']))).toBeLessThan(now() + 60_000);
  });

  it('refuses an id that is taken', async () => {
    const { id } = await newTenant();
    expect(await create({ id, name: 'Again' })).toMatchObject({ status: 409 });
  });

  it.each([
    ['a name that the fleet uses', { id: 'fleet', name: 'x' }],
    ['the name of all API keys', { id: 'api-key', name: 'x' }],
    ['an id with a star', { id: 'a*', name: 'x' }],
    ['no name', { id: 'nameless', name: ' ' }],
    ['a time zone that is none', { id: 'nowhere', name: 'x', time_zone: 'Mars/Base' }],
    ['a region that is none', { id: 'nowhere', name: 'x', region: 'moon' }],
    ['a limit of nothing', { id: 'nowhere', name: 'x', limits: { open_queries: 0 } }],
    ['a share above the whole', { id: 'nowhere', name: 'x', limits: { high_lane_share: 1.5 } }],
    ['a limit that it has not', { id: 'nowhere', name: 'x', limits: { documents: 5 } }],
    ['a field that it has not', { id: 'nowhere', name: 'x', status: 'suspended' }],
  ])('refuses %s', async (_name, body) => {
    expect((await create(body)).status).toBe(422);
    expect((await read('nowhere')).status).toBe(404);
  });
});

describe('GET /v1/tenants', () => {
  it('lists them in pages, newest first', async () => {
    const one = await newTenant();
    const two = await newTenant();
    const idsOf = (body: Readonly<Record<string, unknown>>) =>
      (body['data'] as { readonly id: string }[]).map(({ id }) => id);
    const first = await ingress.call({ path: `${path}?limit=1`, key: operator });
    expect([idsOf(first.body), first.body['has_more']]).toEqual([[two.id], true]);
    const next = await ingress.call({ path: `${path}?limit=1&starting_after=${two.id}`, key: operator });
    expect(idsOf(next.body)).toEqual([one.id]);
    const lost = await ingress.call({ path: `${path}?starting_after=nobody`, key: operator });
    expect(lost.status).toBe(422);
  });

  it('shows an admin its own tenant, and to no other that there is one', async () => {
    const { id, admin } = await newTenant();
    expect((await read(id, admin)).body).toMatchObject({ id, ...PLAIN });
    const other = await newTenant();
    expect((await read(id, other.admin)).status).toBe(404);
  });
});

describe('PATCH /v1/tenants/{id}', () => {
  it('changes what is named', async () => {
    const { id } = await newTenant({ limits: { open_queries: 7 } });
    const changed = await change(id, {
      name: 'New',
      limits: { requests_per_second: 2 },
      region: 'uk',
      allow_cross_region_fallback: true,
    });
    const limits = { ...PLAIN.limits, open_queries: 7, requests_per_second: 2 };
    expect(changed).toMatchObject({
      status: 200,
      body: { ...PLAIN, name: 'New', limits, region: 'uk', allow_cross_region_fallback: true },
    });
    expect((await read(id)).body).toEqual(changed.body);
    const back = await change(id, { limits: { requests_per_second: null, open_queries: null } });
    expect(back.body['limits']).toEqual(PLAIN.limits);
  });

  it.each([
    ['nothing', {}],
    ['a status that only a deletion gives', { status: 'deleting' }],
    ['another id', { id: 'other' }],
  ])('refuses %s', async (_name, body) => {
    const { id } = await newTenant();
    expect((await change(id, body)).status).toBe(422);
  });

  it('knows no tenant that is not there', async () => {
    expect((await change('nobody', { name: 'x' })).status).toBe(404);
    expect((await remove('nobody')).status).toBe(404);
  });

  it('holds a tenant to its limits, and nobody else', async () => {
    const { id, admin } = await newTenant({ limits: { open_queries: 1 } });
    const other = await newTenant();
    expect((await ask(admin)).status).toBe(202);
    const refused = await ask(admin);
    expect([refused.status, refused.body['type']]).toEqual([429, problemType('rate-limited')]);
    expect([(await ask(other.admin)).status, (await ask(other.admin)).status]).toEqual([202, 202]);
    await change(id, { limits: { open_queries: 2 } });
    await vi.waitFor(async () => expect((await ask(admin)).status).toBe(202), {
      timeout: 6_000,
      interval: 200,
    });
    expect((await ask(admin)).status).toBe(429);
  });

  it('suspends a tenant: 403 for every credential until it is resumed', async () => {
    const { id, admin } = await newTenant();
    expect((await ask(admin)).status).toBe(202);
    await change(id, { status: 'suspended' });
    const becomes = (status: number) =>
      vi.waitFor(async () => expect((await ask(admin)).status).toBe(status), {
        timeout: 6_000,
        interval: 200,
      });
    await becomes(403);
    const refused = await ingress.call({ path: '/v1/documents', key: admin });
    expect(refused).toMatchObject({ status: 403, body: { type: problemType('forbidden') } });
    expect(refused.body['detail']).toContain('suspended');
    expect((await read(id)).body['status']).toBe('suspended');
    await change(id, { status: 'active' });
    await becomes(202);
  });
});

describe('DELETE /v1/tenants/{id}', () => {
  it('shuts everybody out as with no key at all, and takes nothing back', async () => {
    const { id, admin } = await newTenant();
    expect((await ask(admin)).status).toBe(202);
    const deleted = await remove(id);
    expect(deleted).toMatchObject({ status: 202, body: { id, status: 'deleting' } });
    expect((await read(id)).body['status']).toBe('deleting');
    await vi.waitFor(async () => expect((await ask(admin)).status).toBe(401), {
      timeout: 6_000,
      interval: 200,
    });
    expect((await change(id, { status: 'active' })).status).toBe(409);
    expect((await create({ id, name: 'Again' })).status).toBe(409);
    expect((await remove(id)).body).toEqual(deleted.body);
  });
});

describe('what an operator does to a tenant', () => {
  const auditOf = async (tenantId: string) => {
    const events = await readAuditLog(auditDir, {
      tenantId: 'fleet',
      types: ['operator_action'],
      limit: 100,
    });
    return events.filter(({ metadata }) => metadata['tenant'] === tenantId).toReversed();
  };

  it('is in the audit log of the fleet, without a secret', async () => {
    const { id, admin } = await newTenant();
    await change(id, { status: 'suspended' });
    await remove(id);
    const events = await auditOf(id);
    expect(events.map(({ metadata }) => metadata['action'])).toEqual([
      'tenant.create',
      'tenant.update',
      'tenant.delete',
    ]);
    expect(events[1]).toMatchObject({ metadata: { change: '{"status":"suspended"}' } });
    const { body } = await ingress.call({ path: '/v1/audit?type=operator_action&limit=3', key: operator });
    expect(body['data']).toMatchObject(Array.from({ length: 3 }, () => ({ user_id: 'ops' })));
    expect(JSON.stringify(events)).not.toContain(admin);
  });

  it('is not done when it cannot be audited', async () => {
    const { id } = await newTenant();
    const { body: before } = await read(id);
    await rename(auditDir, `${auditDir}-away`);
    await writeFile(auditDir, '');
    try {
      const refused = [
        await create({ id: 'unwritten', name: 'x' }),
        await change(id, { name: 'x' }),
        await remove(id),
      ];
      expect(refused.map(({ status }) => status)).toEqual([503, 503, 503]);
    } finally {
      await rm(auditDir);
      await rename(`${auditDir}-away`, auditDir);
    }
    expect((await read('unwritten')).status).toBe(404);
    expect((await read(id)).body).toEqual(before);
  });
});
