import { readAuditLog } from '@ragfleet/audit-log';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RecordedCall, startRecordingServer } from '@ragfleet/test-support';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openConfiguredWorker } from './configured-worker.fixture.ts';

const stage = await openConfiguredWorker();
const { start, ask, submit, double, asService } = stage;
const SIMPLE = 'How many days of annual leave does an employee have?';

/** Ranks each document as it came. */
const ranked = ({ body }: RecordedCall) => ({
  results: (body['documents'] as readonly string[]).map((_, index) => ({
    index,
    relevance_score: 1 / (index + 1),
  })),
});

describe('variables of privacy', () => {
  it('ENABLE_PII_DETECTION: whether a question with blocked personal data ends', async () => {
    const ends: (string | undefined)[] = [];
    for (const flag of ['true', 'false']) {
      await start({ ENABLE_PII_DETECTION: flag });
      ends.push((await ask('My SSN is 123-45-6789. How many days of annual leave?')).status);
    }
    expect(ends).toEqual(['failed', 'succeeded']);
  });

  it('INTERNAL_EMAIL_DOMAINS: whose addresses no answer shows', async () => {
    double.reply({ text: 'Annual leave is booked with ann@acme.example, 20 days in year 0 [1].' });
    onTestFinished(() => double.reply({ text: '' }));
    const answers: (string | undefined)[] = [];
    for (const domains of ['other.example', 'other.example, acme.example']) {
      await start({ ...asService, INTERNAL_EMAIL_DOMAINS: domains });
      answers.push((await ask(SIMPLE)).result?.answer);
    }
    expect(answers[0]).toContain('ann@acme.example');
    expect(answers[1]).toMatch(/^Annual leave/);
    expect(answers[1]).not.toContain('ann@');
  });

  it('PRESIDIO_URL and PRESIDIO_LANGUAGE: who else looks for names, and in which language', async () => {
    const { url, calls } = await startRecordingServer(() => []);
    await start({});
    await ask(SIMPLE);
    expect(calls).toEqual([]);
    for (const language of ['de', 'fr']) {
      await start({ PRESIDIO_URL: url, PRESIDIO_LANGUAGE: language });
      await ask(SIMPLE);
      expect(calls.at(-1)).toMatchObject({ path: '/analyze', body: { language } });
    }
  });

  it('AUDIT_ALL_QUERIES: whether questions that went well are in the audit log', async () => {
    const counts: number[] = [];
    for (const flag of ['true', 'false']) {
      const dir = await mkdtemp(join(tmpdir(), 'ragfleet-audited-'));
      onTestFinished(() => rm(dir, { recursive: true }));
      await start({ AUDIT_ALL_QUERIES: flag, AUDIT_DIR: dir });
      await ask(SIMPLE);
      const types = ['query'] as const;
      counts.push((await readAuditLog(dir, { tenantId: 'acme', types, limit: 10 })).length);
    }
    expect(counts).toEqual([1, 0]);
  });
});

describe('variables of the reranker', () => {
  it('RERANKER: what orders the passages', async () => {
    const { url, calls } = await startRecordingServer(ranked);
    const service = { RERANK_URL: url, RERANK_MODEL: 'm' };
    await start({ ...service, RERANKER: 'none' });
    await ask(SIMPLE);
    expect(calls).toHaveLength(0);
    await start({ ...service, RERANKER: 'http' });
    await ask(SIMPLE);
    expect(calls).toHaveLength(1);
  });

  it('RERANK_URL, RERANK_API_KEY and RERANK_MODEL: where it is asked, with which key, for which model', async () => {
    const [one, two] = [await startRecordingServer(ranked), await startRecordingServer(ranked)];
    for (const [service, name] of [
      [one, 'one'],
      [two, 'two'],
    ] as const) {
      const env = { RERANK_URL: `${service.url}/${name}`, RERANK_API_KEY: `key-${name}`, RERANK_MODEL: name };
      await start({ RERANKER: 'http', ...env });
      await ask(SIMPLE);
      expect(service.calls).toMatchObject([
        { path: `/${name}`, headers: { authorization: `Bearer key-${name}` }, body: { model: name } },
      ]);
    }
  });
});

describe('variables of breakers', () => {
  /** How often a service that always fails is called for so many questions. */
  const callsOf = async (variables: Record<string, string>, questions: number): Promise<number> => {
    const { url, calls } = await startRecordingServer(() => null);
    await start({ RERANKER: 'http', RERANK_URL: url, RERANK_MODEL: 'm', MAX_RETRIES: '0', ...variables });
    for (let asked = 0; asked < questions; asked += 1) await ask(SIMPLE);
    return calls.length;
  };

  it('CIRCUIT_BREAKER_THRESHOLD: after how many failures a service is left alone', async () => {
    expect(await callsOf({ CIRCUIT_BREAKER_THRESHOLD: '1' }, 5)).toBe(1);
    expect(await callsOf({ CIRCUIT_BREAKER_THRESHOLD: '3' }, 5)).toBe(3);
  });

  it('CIRCUIT_BREAKER_RESET_SECONDS: for how long', async () => {
    const { url, calls } = await startRecordingServer(() => null);
    const env = { RERANKER: 'http', RERANK_URL: url, RERANK_MODEL: 'm', CIRCUIT_BREAKER_THRESHOLD: '1' };
    await start({ ...env, CIRCUIT_BREAKER_RESET_SECONDS: '3600' });
    for (let asked = 0; asked < 4; asked += 1) await ask(SIMPLE);
    expect(calls).toHaveLength(1);
    await start({ ...env, CIRCUIT_BREAKER_RESET_SECONDS: '0.1' });
    await expect
      .poll(async () => {
        await ask(SIMPLE);
        return calls.length;
      })
      .toBeGreaterThan(2);
  });

  it('MODEL_BREAKER_RESET_SECONDS: for how long a model is left alone, whatever holds for the others', async () => {
    double.failBy(({ kind }) => (kind === 'answer' ? { type: 'status', status: 500 } : null));
    onTestFinished(() => double.failBy(() => null));
    const answers = () => double.requests.filter(({ kind }) => kind === 'answer').length;
    const env = {
      ...asService,
      MODEL_LADDER: 'gpt-4o-mini',
      MAX_RETRIES: '0',
      CIRCUIT_BREAKER_RESET_SECONDS: '0.1',
    };
    await start({ ...env, MODEL_BREAKER_RESET_SECONDS: '3600' });
    for (let asked = 0; asked < 3; asked += 1) await ask(SIMPLE);
    const opened = answers();
    for (let asked = 0; asked < 3; asked += 1) await ask(SIMPLE);
    expect(answers()).toBe(opened);
    await start({ ...env, CIRCUIT_BREAKER_RESET_SECONDS: '3600', MODEL_BREAKER_RESET_SECONDS: '0.1' });
    await expect
      .poll(async () => {
        await ask(SIMPLE);
        return answers();
      })
      .toBeGreaterThan(opened + 3);
  });
});

describe('variables of slots', () => {
  const NONE = { HIGH_SLOTS: '0', NORMAL_SLOTS: '0', LOW_SLOTS: '0', SHARED_SLOTS: '0' };

  it.each([
    ['high', { HIGH_SLOTS: '1' }, { HIGH_SLOTS: '3' }],
    ['normal', { NORMAL_SLOTS: '1' }, { NORMAL_SLOTS: '3' }],
    ['low', { LOW_SLOTS: '1' }, { LOW_SLOTS: '3' }],
    ['low', { SHARED_SLOTS: '1' }, { SHARED_SLOTS: '3' }],
  ] as const)(
    'HIGH_SLOTS, NORMAL_SLOTS, LOW_SLOTS, SHARED_SLOTS: how many questions of the %s lane run at once with %j and %j',
    async (lane, one, three) => {
      double.failBy(({ kind }) => (kind === 'answer' ? { type: 'hang' } : null));
      onTestFinished(() => double.failBy(() => null));
      const env = { ...asService, EMBEDDING_MODEL: 'local', MODEL_LADDER: 'gpt-4o-mini' };
      for (const [variables, expected] of [
        [one, 1],
        [three, 3],
      ] as const) {
        await start({ ...env, ...NONE, ...variables });
        const queries = await Promise.all(Array.from({ length: 4 }, () => submit(SIMPLE, { lane })));
        await expect.poll(() => double.callsInFlight()).toBe(expected);
        const states = await Promise.all(
          queries.map(
            async ({ tenantId, queryId }) => (await stage.queryService.get(tenantId, queryId))?.status,
          ),
        );
        expect(states.filter((status) => status === 'queued')).toHaveLength(4 - expected);
        await Promise.all(
          queries.map(({ tenantId, queryId }) => stage.queryService.cancel(tenantId, queryId)),
        );
        await expect.poll(() => double.callsInFlight()).toBe(0);
      }
    },
  );
});
