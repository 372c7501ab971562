import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAnswerEntries } from '@ragfleet/answer-cache';
import { createClient, type RagfleetClient } from '@ragfleet/client';
import { erasureResource, queueKeys } from '@ragfleet/contracts';
import { createRevocations } from '@ragfleet/identity';
import { createErasures } from '@ragfleet/job-queue';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { answerEntry } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';

let auditDir: string;
let ingress: TestIngress;
let redis: Redis;
let admin: string;
let client: RagfleetClient;

beforeAll(async () => {
  auditDir = await mkdtemp(join(tmpdir(), 'ragfleet-ingress-'));
  ingress = await startIngress({ AUDIT_DIR: auditDir });
  redis = connectRedis({ url: ingress.redis.url, profile: 'fail-fast', name: 'erasure-test' });
  await whenReady(redis, 5_000);
  admin = await ingress.keyFor({ role: 'admin', principalId: 'root' });
  client = createClient({ url: ingress.url, apiKey: admin, maxAttempts: 1 });
});
afterAll(async () => {
  await closeRedis(redis, 500);
  await ingress.stop();
  await rm(auditDir, { recursive: true });
});

const erase = (userId: string, key = admin) =>
  ingress.call({ method: 'DELETE', path: `/v1/users/${userId}/data`, key });
const auditLines = async (): Promise<string> => {
  const files = await readdir(auditDir);
  return (await Promise.all(files.map((file) => readFile(join(auditDir, file), 'utf8')))).join('\n');
};

describe('DELETE /v1/users/{id}/data', () => {
  it('accepts an erasure that goes on by itself, the same one each time, and tells how far it is', async () => {
    const { status, body, headers } = await erase('ada');
    expect(status).toBe(202);
    const erasure = erasureResource.parse(body);
    expect(erasure).toMatchObject({
      user_id: 'ada',
      document_id: null,
      status: 'running',
      finished_at: null,
    });
    expect(Object.values(erasure.counts).every((count) => count === 0)).toBe(true);
    expect(headers.get('location')).toBe(erasure.urls.self);
    expect((await erase('ada')).id).toBe(erasure.id);
    expect(await redis.zrange(queueKeys.erasures, '0', '-1')).toEqual([`acme:${erasure.id}`]);

    const erasures = createErasures({ redis, sealer: ingress.sealer });
    const claimed = await vi.waitUntil(() => erasures.claim(60_000));
    if (claimed === null) throw new Error('Nothing to claim.');
    await erasures.count(claimed, { queries: 3 });
    await erasures.finish(claimed);
    const read = await client.erasures.get(erasure.id);
    expect(read).toMatchObject({ status: 'finished', counts: { queries: 3, api_keys: 0 } });
    expect(Date.parse(read.finished_at ?? '')).toBeGreaterThan(0);
    const foreign = await ingress.keyFor({ role: 'admin', tenantId: 'globex' });
    expect((await ingress.call({ path: `/v1/erasures/${erasure.id}`, key: foreign })).status).toBe(404);
  });

  it('is due by the clock of the queue Redis, not by that of its machine', async () => {
    const { now } = Date;
    const ahead = vi.spyOn(Date, 'now').mockImplementation(() => now() + 3_600_000);
    onTestFinished(() => ahead.mockRestore());
    const { id } = await erase('due');
    expect(Number(await redis.zscore(queueKeys.erasures, `acme:${id}`))).toBeLessThan(now() + 60_000);
  });

  it('is in the audit log under a name that says nothing of whom', async () => {
    const { id } = await client.erasures.eraseUser('carol.quiet');
    const lines = await auditLines();
    expect(lines).toContain(`"user.erase"`);
    expect(lines).toContain(id);
    expect(lines).not.toContain('carol');
  });

  it('refuses the tokens of a person who comes with tokens, and revokes nothing of others', async () => {
    expect((await erase('corp~dora')).status).toBe(202);
    const revoked = await createRevocations({ redis }).list('acme');
    expect(revoked.map(({ principalId }) => principalId)).toEqual(['corp~dora']);
  });

  it('is accepted where no more people may be revoked, also again', async () => {
    const revoked = Array.from({ length: 10_000 }, (_, at) => [`corp~${at}`, '1']).flat();
    await redis.hset('rf:acme:revoked-subjects', ...revoked);
    const statuses = [await erase('corp~emil'), await erase('corp~emil'), await erase('corp~7')];
    expect(statuses.map(({ status }) => status)).toEqual([202, 202, 202]);
    await redis.del('rf:acme:revoked-subjects', 'rf:acme:erased-subjects');
  });

  it('is refused for oneself, and what cannot be a person is not there', async () => {
    const { status, body } = await erase('root');
    expect([status, body['detail']]).toEqual([409, expect.stringContaining('another admin')]);
    expect((await erase('a%20b')).status).toBe(404);
    expect((await erase('ada', await ingress.keyFor({ role: 'analyst' }))).status).toBe(403);
  });
});

describe('what a purge takes along', () => {
  const answeredWith = async (tier: 'exact' | 'semantic'): Promise<{ id: string; entryId: string }> => {
    const entries = createAnswerEntries({ redis, sealer: ingress.sealer });
    const entryId = entries.idOf('acme', tier);
    await entries.write('acme', entryId, answerEntry(), { keepMs: 600_000, documentIds: [] });
    const { spaceId } = answerEntry();
    const stop = await ingress.work(async () => ({
      status: 'succeeded',
      result: {
        answer: '30 days.',
        citations: [],
        model: 'local',
        confidence: 0.8,
        usage: { input_tokens: 0, output_tokens: 0, embedding_tokens: 0 },
        cost_usd: 0,
        cache: { status: 'hit', tier, similarity: null, age_seconds: 1, retrieval: 'miss' },
        degradation: { level: 'full', reasons: [] },
        warnings: [],
        timings_ms: {
          queue_wait: 0,
          guard: 0,
          cache: 0,
          embed: 0,
          search: 0,
          fetch: 0,
          generate: 0,
          total: 0,
        },
      },
      cacheEntry: { entryId, spaceId },
    }));
    const { id } = await ingress.call({
      path: '/v1/queries',
      key: admin,
      body: { question: 'How much?' },
      headers: { prefer: 'wait=20' },
    });
    await stop();
    return { id, entryId };
  };
  const isCached = async (entryId: string): Promise<boolean> =>
    (await createAnswerEntries({ redis, sealer: ingress.sealer }).read('acme', [entryId]))[0] !== null;
  const purge = (id: string) =>
    ingress.call({ method: 'DELETE', path: `/v1/queries/${id}?purge=true`, key: admin });

  it('of a query: its cached answer, and not that to a question of like meaning of somebody else', async () => {
    const own = await answeredWith('exact');
    const { body } = await purge(own.id);
    expect(body).toMatchObject({ status: 'succeeded', question: '', result: null, purged: true });
    expect(await isCached(own.entryId)).toBe(false);
    const others = await answeredWith('semantic');
    await purge(others.id);
    expect(await isCached(others.entryId)).toBe(true);
  });

  it('of a document: an erasure of what cites it; also of one that was deleted before, for an admin', async () => {
    const stop = await ingress.ingest();
    const documents = [{ id: 'leave', title: 'Leave', content: 'Leave is 30 days.' }];
    const { id } = await ingress.call({ path: '/v1/documents', key: admin, body: { documents } });
    await client.ingestions.wait(id, { timeoutMs: 20_000 });
    await stop();
    const erasure = await client.erasures.purgeDocument('leave');
    expect(erasure).toMatchObject({ user_id: null, document_id: 'leave', status: 'running' });
    await expect(client.documents.get('leave')).rejects.toMatchObject({ status: 404 });
    expect((await client.erasures.purgeDocument('leave')).id).toBe(erasure.id);
    const writer = await ingress.keyFor({ role: 'analyst', permissions: ['write'] });
    const path = '/v1/documents/leave';
    expect((await ingress.call({ method: 'DELETE', path: `${path}?purge=true`, key: writer })).status).toBe(
      404,
    );
  });
});
