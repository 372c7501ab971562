import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuditPeople, readAuditLog } from '@ragfleet/audit-log';
import { problemType } from '@ragfleet/contracts';
import { createDegradationLevels } from '@ragfleet/job-queue';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';

const path = '/v1/degradation';
const NOBODYS = { level: 'full', reason: null, scope: null, set_by: null, since: null, own: null };
let auditDir: string;
let ingress: TestIngress;
let redis: Redis;
let keys: Record<'operator' | 'admin' | 'user' | 'foreign', string>;

beforeAll(async () => {
  auditDir = await mkdtemp(join(tmpdir(), 'ragfleet-ingress-'));
  ingress = await startIngress({ AUDIT_DIR: auditDir });
  redis = connectRedis({ url: ingress.redis.url, profile: 'fail-fast', name: 'degradation-test' });
  await whenReady(redis, 5_000);
  keys = {
    operator: await ingress.operatorKey(),
    admin: await ingress.keyFor({ role: 'admin', principalId: 'root' }),
    user: await ingress.keyFor({ role: 'user' }),
    foreign: await ingress.keyFor({ role: 'admin', tenantId: 'globex' }),
  };
});
afterEach(async () => {
  const levels = createDegradationLevels({ redis });
  for (const tenantId of [null, 'acme', 'globex']) await levels.set(tenantId, null);
});
afterAll(async () => {
  await closeRedis(redis, 500);
  await ingress.stop();
  await rm(auditDir, { recursive: true });
});

type Who = keyof typeof keys;
const put = (who: Who, level: string, reason = 'a drill') =>
  ingress.call({ method: 'PUT', path, key: keys[who], body: { level, reason } });
const seenBy = async (who: Who) => (await ingress.call({ path, key: keys[who] })).body;

describe('PUT /v1/degradation', () => {
  it("of an operator sets the fleet's level, which every tenant sees", async () => {
    expect(await seenBy('operator')).toEqual(NOBODYS);
    const { status, body } = await put('operator', 'reduced', 'the models are slow');
    const set = { level: 'reduced', reason: 'the models are slow', scope: 'fleet', set_by: 'operator' };
    expect(status).toBe(200);
    expect(body).toMatchObject({ ...set, own: { level: 'reduced', reason: 'the models are slow' } });
    expect(await seenBy('user')).toEqual({ ...body, own: null });
    expect(await seenBy('foreign')).toMatchObject(set);
  });

  it("of an admin sets the tenant's level, and neither the fleet's nor another tenant's", async () => {
    const { body } = await put('admin', 'minimal', 'a migration');
    expect(body).toMatchObject({ level: 'minimal', scope: 'tenant', set_by: 'admin' });
    expect(await seenBy('user')).toEqual(body);
    expect(await seenBy('foreign')).toEqual(NOBODYS);
    expect(await seenBy('operator')).toEqual(NOBODYS);
  });

  it('of an admin cannot lift what the fleet is at', async () => {
    await put('operator', 'minimal', 'maintenance of models');
    const { body } = await put('admin', 'reduced', 'ours');
    expect(body).toMatchObject({
      level: 'minimal',
      scope: 'fleet',
      set_by: 'operator',
      own: { level: 'reduced', reason: 'ours' },
    });
    expect((await put('admin', 'full')).body).toMatchObject({ level: 'minimal', own: null });
    expect(await seenBy('operator')).toMatchObject({ level: 'minimal' });
  });

  it('takes a level back with full, also one that a rule has chosen', async () => {
    await createDegradationLevels({ redis }).rule({
      level: 'reduced',
      reason: 'queue-wait',
      by: 'rule',
      sinceMs: 0,
    });
    const ruled = { level: 'reduced', reason: 'queue-wait', scope: 'fleet', set_by: 'rule', own: null };
    expect(await seenBy('user')).toMatchObject(ruled);
    expect((await put('operator', 'full')).body).toEqual(NOBODYS);
    await put('admin', 'minimal');
    expect((await put('admin', 'full')).body).toEqual(NOBODYS);
  });

  it('takes what was read, whatever is in force, and full without a reason', async () => {
    const send = async (body: object) =>
      (await ingress.call({ method: 'PUT', path, key: keys.admin, body })).status;
    expect(await send(await seenBy('admin'))).toBe(200);
    await put('operator', 'minimal');
    await put('admin', 'reduced', 'ours');
    expect(await send(await seenBy('admin'))).toBe(200);
    expect(await seenBy('admin')).toMatchObject({ own: { level: 'minimal', reason: 'a drill' } });
    expect(await send({ level: 'full' })).toBe(200);
    expect(await seenBy('admin')).toMatchObject({ level: 'minimal', scope: 'fleet', own: null });
  });

  it.each([
    ['no level', { reason: 'x' }],
    ['null as a reason', { level: 'reduced', reason: null }],
    ['no reason', { level: 'reduced' }],
    ['a blank reason', { level: 'reduced', reason: '  ' }],
    ['an unknown level', { level: 'off', reason: 'x' }],
    ['a field that it has not', { level: 'reduced', reason: 'x', tenant: 'globex' }],
  ])('refuses %s', async (_name, body) => {
    expect((await ingress.call({ method: 'PUT', path, key: keys.admin, body })).status).toBe(422);
    expect(await seenBy('admin')).toEqual(NOBODYS);
  });

  it('is refused to users', async () => {
    expect((await put('user', 'maintenance')).status).toBe(403);
    expect(await seenBy('user')).toEqual(NOBODYS);
  });

  it('is in the audit log and in the metrics', async () => {
    await put('operator', 'reduced', 'why it was done');
    await put('operator', 'full', 'all well');
    await put('admin', 'minimal', 'for us alone');
    const eventsOf = (tenantId: string) =>
      readAuditLog(auditDir, { tenantId, types: ['operator_action'], limit: 2 });
    const made = { action: 'degradation.set', scope: 'fleet', by: 'operator' };
    const [last, first] = await eventsOf('fleet');
    expect([first?.metadata, last?.metadata]).toEqual([
      { ...made, from: 'full', to: 'reduced', reason: 'why it was done' },
      { ...made, from: 'reduced', to: 'full', reason: 'all well' },
    ]);
    const people = createAuditPeople({ redis, sealer: ingress.sealer });
    const nameOf = async (tenantId: string, pseudonym = '') =>
      (await people.namesOf(tenantId, [pseudonym])).get(pseudonym);
    expect(await nameOf('fleet', first?.user_id)).toBe('ops');
    const [own] = await eventsOf('acme');
    expect(await nameOf('acme', own?.user_id)).toBe('root');
    expect(own).toMatchObject({ metadata: { scope: 'tenant', by: 'admin', to: 'minimal' } });
    const scraped = await fetch(`${ingress.operationsUrl}/metrics`);
    const text = await scraped.text();
    expect(text).toMatch(
      /ragfleet_degradation_changes_total\{scope="tenant",by="admin",level="minimal"\} \d/,
    );
  });

  it('is not made when it cannot be audited', async () => {
    await rename(auditDir, `${auditDir}-away`);
    await writeFile(auditDir, '');
    try {
      const { status, body } = await put('operator', 'maintenance');
      expect([status, body['type']]).toEqual([503, problemType('unavailable')]);
      expect(body['detail']).toMatch(/^This was not done: the audit log cannot be written/);
      expect(await seenBy('operator')).toEqual(NOBODYS);
    } finally {
      await rm(auditDir);
      await rename(`${auditDir}-away`, auditDir);
    }
    expect((await put('operator', 'reduced')).status).toBe(200);
  });

  it("shows the fleet's level as a metric", async () => {
    const metric = async () => (await fetch(`${ingress.operationsUrl}/metrics`)).text();
    await put('operator', 'maintenance');
    await expect.poll(metric).toContain('ragfleet_degradation_level{scope="fleet"} 3');
    await put('operator', 'full');
    await expect.poll(metric).toContain('ragfleet_degradation_level{scope="fleet"} 0');
  });
});

describe('what the ingress itself leaves out', () => {
  const search = async () => {
    const body = { query: 'leave', mode: 'keyword' };
    return (await ingress.call({ path: '/v1/search', key: keys.user, body })).status;
  };

  it.each([
    ['full', 200],
    ['reduced', 200],
    ['minimal', 200],
    ['maintenance', 503],
  ] as const)('at level %s, a search comes to %d', async (level, status) => {
    await put('admin', level);
    await expect.poll(search).toBe(status);
  });

  it('says that it is maintenance', async () => {
    await put('operator', 'maintenance');
    await expect.poll(search).toBe(503);
    const body = { query: 'leave', mode: 'keyword' };
    const refused = await ingress.call({ path: '/v1/search', key: keys.user, body });
    expect(refused.body['type']).toBe(problemType('maintenance'));
  });
});
