import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuditPeople } from '@ragfleet/audit-log';
import { auditEvents, auditVerification, problemType } from '@ragfleet/contracts';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';

let auditDir: string;
let ingress: TestIngress;
let keys: Record<'operator' | 'admin' | 'user' | 'foreign', string>;

beforeAll(async () => {
  auditDir = await mkdtemp(join(tmpdir(), 'ragfleet-ingress-'));
  ingress = await startIngress({ AUDIT_DIR: auditDir });
  keys = {
    operator: await ingress.operatorKey(),
    admin: await ingress.keyFor({ role: 'admin', principalId: 'root' }),
    user: await ingress.keyFor({ role: 'user', principalId: 'ada' }),
    foreign: await ingress.keyFor({ role: 'admin', tenantId: 'globex', principalId: 'stranger' }),
  };
});
afterAll(async () => {
  await ingress.stop();
  await rm(auditDir, { recursive: true });
});

type Who = keyof typeof keys;
const list = async (search = '', who: Who = 'admin') => {
  const { body } = await ingress.call({ path: `/v1/audit${search}`, key: keys[who] });
  return auditEvents.parse(body);
};
const actions = async (who: Who = 'admin') =>
  (await list('?type=operator_action&limit=500', who)).data.map(({ metadata, user_id: user }) => [
    user,
    metadata['action'],
    metadata['target'] ?? metadata['subject'],
  ]);

describe('what changes something', () => {
  const ENDPOINT = `we_${'0'.repeat(32)}`;
  const ONE_DOCUMENT = { documents: [{ id: 'd1', title: 'Plans', content: 'secret plans' }] };

  it.each<[operation: string, action: string, target: unknown, body?: unknown]>([
    ['POST /v1/api-keys', 'api-key.create', 'bob', { principal_id: 'bob', role: 'user' }],
    ['POST /v1/webhook-secret/rotate', 'webhook-secret.rotate', 'acme'],
    ['GET /v1/webhook-secret', 'webhook-secret.read', 'acme'],
    ['PUT /v1/budget', 'budget.set', 'acme', { monthly_usd: 5, action: 'degrade' }],
    ['DELETE /v1/cache?namespace=hr', 'cache.evict', 'hr'],
    ['POST /v1/documents', 'document.ingest', ['d1'], ONE_DOCUMENT],
    ['PATCH /v1/documents/d1', 'document.update', 'd1', { department: 'hr' }],
    ['DELETE /v1/documents/d1', 'document.delete', 'd1'],
    ['POST /v1/webhook-deliveries/redeliver', 'webhook.redeliver', 'dead from the first to the last', {}],
    ['POST /v1/webhook-deliveries/wh-q_1-x/redeliver', 'webhook.redeliver', 'wh-q_1-x'],
    [`POST /v1/webhook-endpoints/${ENDPOINT}/enable`, 'webhook-endpoint.enable', ENDPOINT],
    ['DELETE /v1/api-keys/00000000', 'api-key.revoke', '00000000'],
    ['POST /v1/api-keys/00000000/rotate', 'api-key.rotate', '00000000', {}],
    ['POST /v1/revocations', 'revocation.create', 'corp~eve', { principal_id: 'corp~eve' }],
    ['DELETE /v1/revocations/corp~eve', 'revocation.lift', 'corp~eve'],
    ['PUT /v1/answer-settings', 'answer-settings.set', 'acme', {}],
    ['POST /v1/cache/warm', 'cache.warm', 'acme', { top_n: 1 }],
  ])('%s is written down as %s, with who did it', async (operation, action, target, body) => {
    const [method = '', path = ''] = operation.split(' ');
    await ingress.call({ method, path, key: keys.admin, body });
    expect((await actions())[0]).toEqual(['root', action, target]);
  });

  it('writes a purge down with the query that is there', async () => {
    const { id } = await ingress.call({ path: '/v1/queries', key: keys.user, body: { question: 'Why?' } });
    const path = `/v1/queries/${id}?purge=true`;
    expect((await ingress.call({ method: 'DELETE', path, key: keys.user })).status).toBe(200);
    expect((await actions())[0]).toEqual(['ada', 'query.purge', id]);
  });

  it('names a person under a pseudonym alone', async () => {
    await ingress.call({
      path: '/v1/api-keys',
      key: keys.admin,
      body: { principal_id: 'grace', role: 'user' },
    });
    const name = (await readdir(auditDir)).find((one) => one.endsWith('.jsonl')) ?? '';
    expect((await actions())[0]).toEqual(['root', 'api-key.create', 'grace']);
    expect(await readFile(join(auditDir, name), 'utf8')).not.toContain('grace');
  });

  it('is not written down when it is not valid, and a cancellation is no purge', async () => {
    const before = await actions();
    await ingress.call({ method: 'PUT', path: '/v1/budget', key: keys.admin, body: { monthly_usd: 'much' } });
    await ingress.call({ method: 'DELETE', path: '/v1/queries/q_1', key: keys.admin });
    expect(await actions()).toEqual(before);
  });

  it('names an upload before it takes it', async () => {
    const form = new FormData();
    form.append('files', new File(['Text'], 'a.txt', { type: 'text/plain' }));
    const headers = { authorization: `Bearer ${keys.admin}` };
    await fetch(`${ingress.url}/v1/documents`, { method: 'POST', headers, body: form });
    expect((await actions())[0]).toEqual(['root', 'document.ingest', 'upload']);
  });

  it('is not done when it cannot be written down', async () => {
    const secret = async () => (await ingress.call({ path: '/v1/api-keys', key: keys.admin })).body['data'];
    const before = await secret();
    await rename(auditDir, `${auditDir}-away`);
    await writeFile(auditDir, '');
    const body = { principal_id: 'eve', role: 'admin' };
    const refused = await ingress.call({ path: '/v1/api-keys', key: keys.admin, body });
    await rm(auditDir);
    await rename(`${auditDir}-away`, auditDir);
    expect([refused.status, refused.body['type']]).toEqual([503, problemType('unavailable')]);
    expect(refused.body['detail']).toMatch(/^This was not done: the audit log cannot be written/);
    expect(await secret()).toEqual(before);
  });
});

describe('what is only read', () => {
  it('leaves a search as retrieval, without its text', async () => {
    await ingress.call({
      path: '/v1/search',
      key: keys.user,
      body: { query: 'salary of Bob', mode: 'keyword' },
    });
    const [event] = (await list('?type=retrieval')).data;
    expect(event).toMatchObject({ user_id: 'ada', metadata: { sources: ['keyword'], chunks: 0 } });
    await ingress.call({ path: '/v1/search', key: keys.user, body: { query: 'my SSN is 219-09-9999' } });
    const [found] = (await list('?type=pii_detected')).data;
    expect(found?.metadata['kinds']).toHaveLength(1);
    const files = await Promise.all(
      (await readdir(auditDir)).map((name) => readFile(join(auditDir, name), 'utf8')),
    );
    expect(files.join('')).not.toMatch(/salary|219-09-9999|"ada"|secret plans/);
  });
});

describe('refused requests', () => {
  it("are in the tenant's log when it is known whose they are, and else in the operators'", async () => {
    await ingress.call({ path: '/v1/api-keys', key: keys.user });
    await expect
      .poll(async () => (await list('?type=access_denied')).data[0])
      .toMatchObject({
        user_id: 'ada',
        metadata: { route: '/v1/api-keys', status: 403, reason: 'Permission denied: admin required' },
      });
    await ingress.call({ path: '/v1/queries', key: 'nonsense' });
    await expect
      .poll(async () => (await list('?type=access_denied', 'operator')).data[0])
      .toMatchObject({
        tenant: 'fleet',
        metadata: { route: '/v1/queries', status: 401, address: '127.0.0.1' },
      });
  });

  it('are counted and not written when they are a flood', async () => {
    for (let count = 0; count < 30; count += 1)
      await ingress.call({ path: '/v1/queries', key: `bad-${count}` });
    const metrics = async () => (await fetch(`${ingress.operationsUrl}/metrics`)).text();
    await expect.poll(metrics).toMatch(/ragfleet_audit_suppressed_total\{status="401"\} [1-9]/);
    expect((await list('?type=access_denied&limit=500', 'operator')).data.length).toBeLessThan(25);
  });
});

describe('GET /v1/audit', () => {
  it('is of the own tenant alone, page by page, and says that it is of this machine', async () => {
    await ingress.call({ method: 'POST', path: '/v1/webhook-secret/rotate', key: keys.foreign });
    const all = await list('?limit=500');
    expect(all).toMatchObject({ has_more: false, covers: 'machine' });
    expect(new Set(all.data.map(({ tenant }) => tenant))).toEqual(new Set(['acme']));
    expect(await actions('foreign')).toEqual([['stranger', 'webhook-secret.rotate', 'globex']]);
    const first = await list('?limit=2');
    expect(first.has_more).toBe(true);
    const next = await list(`?limit=500&starting_after=${first.data.at(-1)?.event_id}`);
    expect([...first.data, ...next.data]).toEqual(all.data);
  });

  it('finds by person, several kinds and time', async () => {
    const found = await list('?user_id=ada&type=retrieval&type=access_denied');
    expect(found.data.map(({ event_type: type, user_id: user }) => [type, user])).toEqual([
      ['access_denied', 'ada'],
      ['retrieval', 'ada'],
    ]);
    expect((await list('?user_id=nobody')).data).toEqual([]);
    expect((await list('?to=2020-01-01T00:00:00%2B01:00')).data).toEqual([]);
    const inThePast = await list(
      `?from=${encodeURIComponent(new Date(Date.now() - 60_000).toISOString())}&limit=1`,
    );
    expect(inThePast.data).toHaveLength(1);
  });

  it.each([
    'limit=501',
    'type=gossip',
    'starting_after=x',
    'from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z',
    'who=me',
  ])('refuses ?%s', async (search) => {
    expect((await ingress.call({ path: `/v1/audit?${search}`, key: keys.admin })).status).toBe(422);
  });

  it('shows nobody whose data was erased', async () => {
    const redis = connectRedis({ url: ingress.redis.url, profile: 'fail-fast', name: 'audit-test' });
    await whenReady(redis, 5_000);
    await createAuditPeople({ redis, sealer: ingress.sealer }).erase('acme', 'ada');
    await closeRedis(redis, 500);
    const users = (await list('?type=retrieval')).data.map(({ user_id: user }) => user);
    expect(users).toEqual([expect.stringMatching(/^erased:[0-9a-f]{8}$/)]);
    expect((await list('?user_id=ada')).data).toEqual([]);
  });
});

describe('GET /v1/audit/verify', () => {
  const verify = async (who: Who) =>
    auditVerification.parse((await ingress.call({ path: '/v1/audit/verify', key: keys[who] })).body);

  it('walks every chain and counts the own events', async () => {
    const { data } = await list('?limit=500');
    const whole = { valid: true, broken_at: null, torn_at: [], covers: 'machine' };
    expect(await verify('admin')).toMatchObject({ ...whole, events: data.length });
    expect(await verify('foreign')).toMatchObject({ ...whole, events: 1 });
    expect((await verify('operator')).events).toBeGreaterThan(data.length + 1);
    expect((await ingress.call({ path: '/v1/audit/verify', key: keys.user })).status).toBe(403);
  });

  it('finds a line that was changed', async () => {
    const name = (await readdir(auditDir)).find((one) => one.endsWith('.jsonl')) ?? '';
    const text = await readFile(join(auditDir, name), 'utf8');
    await writeFile(join(auditDir, name), text.replace('"target":"hr"', '"target":"it"'));
    expect(await verify('foreign')).toMatchObject({ valid: false, broken_at: 'an event of others' });
    expect(await verify('admin')).toMatchObject({
      valid: false,
      broken_at: expect.stringMatching(/^evt_/) as string,
    });
  });
});
