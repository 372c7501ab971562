import { submissionOf } from '@ragfleet/test-support';
import { BULL_PREFIX, QUEUE_NAMES } from '@ragfleet/contracts';
import { createIngestQueue, createQueryService } from '@ragfleet/job-queue';
import { permissionsOf } from '@ragfleet/kernel';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { asOperator, openDashboardStage } from '../dashboard-stage.fixture.ts';

const QUESTION = 'How much does Ann earn?';

const { redis, redisUrl, sealer, start } = await openDashboardStage();
let queryId: string;

beforeAll(async () => {
  queryId = await submitQuestion();
  await submitIngestion();
});

async function submitQuestion(): Promise<string> {
  const queryService = createQueryService({ redisUrl: redisUrl, sealer });
  const { record } = await queryService.submit({
    principal: {
      kind: 'tenant',
      tenantId: 'acme',
      principalId: 'ann',
      keyId: 'key1',
      role: 'user',
      permissions: permissionsOf('user'),
      namespaces: [],
      department: null,
      lanes: ['high'],
    },
    lane: 'high',
    deadlineSeconds: 60,
    submission: submissionOf(QUESTION),
    bodyHash: 'x',
    idempotencyKey: null,
  });
  await queryService.close();
  return record.queryId;
}

async function submitIngestion(): Promise<void> {
  const queue = createIngestQueue({ redisUrl: redisUrl });
  await queue.enqueue({ v: 1, tenantId: 'acme', ingestionId: 'ing_1' });
  await queue.close();
}

describe('the board', () => {
  it('shows every queue and its jobs by id, with no word of a question', async () => {
    const get = await start();
    const list = await (
      await get('/api/queues?activeQueue=rag-high&page=1&jobsPerPage=10', { headers: asOperator })
    ).text();
    const { queues } = JSON.parse(list) as {
      queues: { name: string; readOnlyMode: boolean; jobs: unknown[] }[];
    };
    expect(queues.map((queue) => queue.name).toSorted()).toEqual([...QUEUE_NAMES].toSorted());
    expect(queues.every((queue) => queue.readOnlyMode)).toBe(true);
    expect(list).toContain(queryId);
    const paths = [
      `/api/queues/rag-high/${queryId}`,
      `/api/queues/rag-high/${queryId}/logs`,
      `/api/queues/rag-high/${queryId}/flow`,
    ];
    const pages = await Promise.all(
      paths.map(async (path) => (await get(path, { headers: asOperator })).text()),
    );
    expect([list, ...pages].join()).not.toMatch(/Ann earn/);
  });

  it('loads nothing from outside', async () => {
    const get = await start();
    const response = await get('/', { headers: asOperator });
    const page = await response.text();
    expect(page).toContain('Ragfleet');
    expect(page.match(/(?:href|src)="https?:[^"]*"/g)).toBeNull();
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none';script-src 'self'/);
    const ownPolicy = (await get('/sign-in')).headers.get('content-security-policy');
    expect(ownPolicy).toMatch(/style-src 'self' 'sha256-[^']+'(;|$)/);
    expect(ownPolicy).not.toContain('unsafe');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const script = /src="(static\/js\/main[^"]+)"/.exec(page)?.[1] ?? '';
    expect((await get(`/${script}`, { headers: asOperator })).status).toBe(200);
  });

  it('changes nothing when it is read-only', async () => {
    const get = await start();
    const changes = [
      ['PUT', '/api/queues/rag-high/pause'],
      ['PUT', '/api/queues/pause'],
      ['PUT', '/api/queues/rag-high/empty'],
      ['PUT', '/api/queues/rag-high/obliterate'],
      ['POST', '/api/queues/rag-high/add'],
      ['PUT', `/api/queues/rag-high/${queryId}/clean`],
      ['PATCH', `/api/queues/rag-high/${queryId}/update-data`],
      ['DELETE', '/api/queues/rag-high'],
    ] as const;
    for (const [method, path] of changes) {
      const response = await get(path, { method, headers: asOperator });
      expect([path, response.status]).toEqual([path, 403]);
    }
    expect(await redis.hget(`${BULL_PREFIX}:rag-high:meta`, 'paused')).toBeNull();
    expect(await redis.llen(`${BULL_PREFIX}:rag-high:wait`)).toBe(1);
  });

  it('lets operators pause and resume when it is not, and still not empty a queue or come from another page', async () => {
    const get = await start({ DASHBOARD_READ_ONLY: 'false' });
    const put = async (path: string, headers: Record<string, string> = {}) =>
      (await get(path, { method: 'PUT', headers: { ...asOperator, ...headers } })).status;
    expect(await put('/api/queues/ingest/pause')).toBe(200);
    await vi.waitFor(async () => expect(await redis.hget(`${BULL_PREFIX}:ingest:meta`, 'paused')).toBe('1'));
    expect(await put('/api/queues/ingest/resume', { 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await put('/api/queues/ingest/resume')).toBe(200);
    expect(await put('/api/queues/ingest/empty')).toBe(403);
    expect(await put('/api/queues/ingest/obliterate')).toBe(403);
    expect(await redis.llen(`${BULL_PREFIX}:ingest:wait`)).toBe(1);
  });

  it('answers nonsense with a problem, never with a stack', async () => {
    const get = await start();
    const tooLarge = await get('/sign-in', {
      method: 'POST',
      body: new URLSearchParams({ password: 'x'.repeat(10_000) }),
    });
    expect(tooLarge.status).toBe(413);
    const reply = await (await get('/api/queues/nobody/1', { headers: asOperator })).text();
    expect(`${await tooLarge.text()}${reply}`).not.toMatch(/node_modules|\bat .*:\d+/);
  });
});
