import { readAuditLog, verifyAuditLog } from '@ragfleet/audit-log';
import { problemType, queueKeys } from '@ragfleet/contracts';
import { createCostLedger } from '@ragfleet/cost-ledger';
import { createApiKeys, createTenants, type NewApiKey } from '@ragfleet/identity';
import {
  createChangeSequence,
  createDegradationLevels,
  createQueryService,
  type QueryRecord,
  readModelHealth,
} from '@ragfleet/job-queue';
import { permissionsOf, systemClock, type TenantPrincipal } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import { createLogger, readConfig } from '@ragfleet/service-runtime';
import { openProcessStage, submissionOf } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';
import { openCorpus } from './testing/open-corpus.fixture.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
const signal = new AbortController().signal;
const DOCUMENTS = [
  {
    id: 'leave',
    title: 'Leave',
    content: 'Every employee has 25 days of annual leave per year. Leave is booked in the portal.',
    namespace: 'default',
  },
  {
    id: 'salaries',
    title: 'Salary bands',
    content: 'The salary band of a senior engineer is 90,000 euros per year.',
    namespace: 'hr',
  },
  {
    id: 'oncall',
    title: 'On call',
    content: 'The platform team carries the pager for one week at a time.',
    namespace: 'ops',
    department: 'platform',
  },
];

const stage = await openProcessStage({ until: 'file ends', profile: 'blocking' });
const { auditDir } = stage;
const { redis, url: queueUrl } = stage.queue;
const sealer = createSealer(stage.masterKey);
const queryService = createQueryService({ redisUrl: queueUrl, sealer });
const { store, ingest } = await openCorpus({ database: stage.connect(), redis });

beforeAll(async () => {
  await ingest(DOCUMENTS);
  const config = readConfig(configSchema, { ...stage.variables, CACHE_BUDGET_MS: '10000' });
  await stage.run(await compose(config, logger));
}, 90_000);
afterAll(async () => {
  await queryService.close();
  await store.close();
});

async function caller(key: Partial<NewApiKey>): Promise<TenantPrincipal> {
  const wanted = {
    tenantId: 'acme',
    principalId: 'ann',
    role: 'user',
    namespaces: ['default'],
    ...key,
  } as const;
  const { keyId } = await createApiKeys({ redis, sealer, environment: 'test' }).create(wanted);
  const { tenantId, principalId, role, namespaces, department = null } = wanted;
  return {
    kind: 'tenant',
    tenantId,
    principalId,
    keyId,
    role,
    namespaces,
    department,
    permissions: permissionsOf(role),
    lanes: ['high', 'normal', 'low'],
  };
}

async function submit(principal: TenantPrincipal, question: string): Promise<QueryRecord> {
  const command = {
    principal,
    lane: 'normal',
    deadlineSeconds: 60,
    bodyHash: question,
    idempotencyKey: null,
  } as const;
  const { record } = await queryService.submit({
    ...command,
    submission: submissionOf(question),
  });
  return record;
}

async function ask(principal: TenantPrincipal, question: string): Promise<QueryRecord> {
  const { tenantId, queryId } = await submit(principal, question);
  const ended = await queryService.waitUntilTerminal(tenantId, queryId, 15_000, signal);
  if (ended === null) throw new Error('The query is gone.');
  return ended;
}

const LEAVE = 'How many days of annual leave does an employee have?';

describe('the query worker', () => {
  it('answers with a citation of the document, and from the cache the second time', async () => {
    const ann = await caller({});
    const first = await ask(ann, LEAVE);
    expect(first).toMatchObject({
      status: 'succeeded',
      result: {
        cache: { status: 'miss' },
        degradation: { level: 'full', reasons: [] },
        citations: [{ index: 1, document_id: 'leave', namespace: 'default' }],
      },
    });
    expect(first.result?.answer).toContain('25');
    expect(first.result?.citations[0]?.quote).toContain('25 days');
    const second = await ask(await caller({ principalId: 'bob' }), LEAVE);
    expect(second.result).toMatchObject({
      answer: first.result?.answer,
      cost_usd: 0,
      cache: { status: 'hit', tier: 'exact' },
    });
  });

  it('shows nobody what they may not read', async () => {
    const salary = 'What is the salary band of a senior engineer?';
    const pager = 'Who carries the pager for one week?';
    const [user, admin, platform, foreign] = await Promise.all([
      caller({}),
      caller({ principalId: 'root', role: 'admin' }),
      caller({ principalId: 'pat', department: 'platform' }),
      caller({ tenantId: 'globex', role: 'admin' }),
    ]);
    const cited = async (who: TenantPrincipal, question: string): Promise<string[]> =>
      (await ask(who, question)).result?.citations.map((citation) => citation.document_id) ?? ['none'];
    expect(await cited(admin, salary)).toContain('salaries');
    expect(await cited(user, salary)).not.toContain('salaries');
    expect(await cited(platform, pager)).toContain('oncall');
    expect(await cited(user, pager)).not.toContain('oncall');
    expect(await cited(foreign, LEAVE)).toEqual([]);
  });

  it('ends a question whose key was revoked meanwhile as forbidden', async () => {
    const gone = await caller({ principalId: 'gone' });
    await createApiKeys({ redis, sealer, environment: 'test' }).revoke('acme', gone.keyId);
    expect(await ask(gone, LEAVE)).toMatchObject({
      status: 'failed',
      error: { type: problemType('forbidden') },
    });
  });

  it('ends a question of a suspended tenant as forbidden, and says why', async () => {
    await createTenants({ redis }).create({ tenantId: 'idle', name: 'Idle' });
    await createTenants({ redis }).update('idle', { status: 'suspended' });
    const ended = await ask(await caller({ tenantId: 'idle' }), LEAVE);
    expect(ended).toMatchObject({ status: 'failed', error: { type: problemType('forbidden') } });
    expect(ended.error?.detail).toContain('suspended');
  });

  it('calls models and stores behind breakers that the fleet shares', async () => {
    expect((await redis.zrange(queueKeys.breakers, '0', '-1')).toSorted()).toEqual([
      'embedding local-hash-1024',
      'model local local-extractive',
      'reranker local-lexical-reranker',
      'vectors pgvector local-hash-1024',
    ]);
  });

  it('ends a question with blocked personal data, and keeps it masked alone', async () => {
    const ended = await ask(await caller({}), 'My SSN is 123-45-6789. How many days of leave?');
    expect(ended).toMatchObject({
      status: 'failed',
      error: { type: problemType('pii-blocked'), retryable: false },
    });
    expect(ended.submission.question).toBe('My SSN is <REDACTED>. How many days of leave?');
  });

  it('checks a cached answer once the documents have moved, and writes it anew when they say something else', async () => {
    const ann = await caller({});
    await ask(ann, LEAVE);
    await createChangeSequence({ redis }).advance('acme', ['default']);
    expect((await ask(ann, LEAVE)).result?.cache.status).toBe('hit');
    const content = 'Every employee has 31 days of annual leave per year. Leave is booked in the portal.';
    await ingest([{ id: 'leave', title: 'Leave', content, namespace: 'default' }]);
    const { result } = await ask(ann, LEAVE);
    expect(result?.cache.status).toBe('miss');
    expect(result?.answer).toContain('31');
  });

  it('obeys the level of its tenant and of the fleet while it runs', async () => {
    const levels = createDegradationLevels({ redis });
    const [ann, zoe] = [await caller({}), await caller({ tenantId: 'globex', principalId: 'zoe' })];
    let asked = 0;
    const endOf = async (who: TenantPrincipal) => {
      asked += 1;
      const { status, result, error } = await ask(who, `${LEAVE} Asked for the ${asked}th time.`);
      return {
        status,
        model: result?.model === null ? 'none' : 'some',
        type: error?.type,
        ...result?.degradation,
      };
    };
    const settled = { reason: 'a drill', sinceMs: 0 };
    await levels.set('acme', { ...settled, level: 'minimal', by: 'admin' });
    await expect
      .poll(() => endOf(ann))
      .toMatchObject({ model: 'none', level: 'minimal', reasons: ['set-by-admin', 'model-unavailable'] });
    expect(await endOf(zoe)).toMatchObject({ level: 'full' });
    await levels.set(null, { ...settled, level: 'maintenance', by: 'operator' });
    await expect.poll(() => endOf(ann)).toMatchObject({ status: 'failed', type: problemType('maintenance') });
    await levels.set(null, null);
    await levels.set('acme', null);
    await expect.poll(() => endOf(ann)).toMatchObject({ level: 'full', model: 'some' });
  });

  it('counts for the rules how its models do', async () => {
    await expect
      .poll(async () => (await readModelHealth({ redis, clock: systemClock })).questions)
      .toBeGreaterThan(0);
  });

  it('writes what it did into ledger and audit log', async () => {
    const report = await createCostLedger({ redis, nowMs: Date.now }).report({
      tenantId: 'acme',
      groupBy: 'user',
    });
    expect(report.queries).toBeGreaterThanOrEqual(4);
    expect(report.total_usd).toBeGreaterThan(0);
    expect(await verifyAuditLog({ dir: auditDir, sealer })).toMatchObject({ valid: true });
    const events = await readAuditLog(auditDir, { tenantId: 'acme', limit: 100 });
    const types = new Set(events.map((event) => event.event_type));
    expect([...types]).toEqual(
      expect.arrayContaining(['query', 'retrieval', 'generation', 'cache_hit', 'pii_detected']),
    );
    expect(JSON.stringify(events)).not.toMatch(/annual leave|45-6789/);
  });
});
