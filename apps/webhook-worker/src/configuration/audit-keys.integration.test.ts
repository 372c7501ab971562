import { openAuditLog } from '@ragfleet/audit-log';
import { METRICS } from '@ragfleet/contracts';
import { createSealer } from '@ragfleet/sealing';
import { createLogger, createMetrics, readConfig } from '@ragfleet/service-runtime';
import { openTestRedis, startRecordingServer } from '@ragfleet/test-support';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { configSchema } from '../config.ts';

const { redis, url } = await openTestRedis();
const masterKey = Buffer.alloc(32, 7).toString('base64');
const logger = createLogger({ service: 'test', level: 'silent' });
const DAY_MS = 86_400_000;
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ragfleet-audit-keys-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** The audit log as this process opens it. */
function open(variables: NodeJS.ProcessEnv) {
  const given = { QUEUE_REDIS_URL: url, RAGFLEET_MASTER_KEY: masterKey, AUDIT_DIR: dir, ...variables };
  const config = readConfig(configSchema, given);
  const metrics = createMetrics(METRICS);
  return { ...openAuditLog(config, { redis, sealer: createSealer(masterKey), metrics, logger }), metrics };
}

const record = (log: Pick<ReturnType<typeof open>, 'audit'>, padding = '') =>
  log.audit.record({
    type: 'query',
    principal: { tenantId: 'acme', principalId: 'ann' },
    sessionId: 's_1',
    question: 'Who?',
    metadata: { padding },
  });

async function started(variables: NodeJS.ProcessEnv) {
  const log = open(variables);
  await log.service.start();
  onTestFinished(() => log.service.stop(100));
  return log;
}

const linesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.jsonl'));

describe('variables of the audit log', () => {
  it('AUDIT_DIR: which folder it is in', async () => {
    const [one, two] = [join(dir, 'one'), join(dir, 'two')];
    await record(open({ AUDIT_DIR: one }));
    expect([await linesIn(one), await linesIn(two)]).toEqual([[expect.any(String)], []]);
    await record(open({ AUDIT_DIR: two }));
    expect(await linesIn(two)).toHaveLength(1);
  });

  it('AUDIT_RETENTION_DAYS: for how many days it is kept', async () => {
    const day = new Date(Date.now() - 10 * DAY_MS).toISOString().slice(0, 10);
    await writeFile(join(dir, `audit-${day}-somebody.jsonl`), '');
    await record(open({ AUDIT_RETENTION_DAYS: '30' }));
    expect(await linesIn(dir)).toContain(`audit-${day}-somebody.jsonl`);
    await record(open({ AUDIT_RETENTION_DAYS: '5' }));
    expect(await linesIn(dir)).not.toContain(`audit-${day}-somebody.jsonl`);
  });

  it('AUDIT_ANCHOR_DIR: where the ends of the chains are noted', async () => {
    const anchors = join(dir, 'anchors');
    await mkdir(anchors);
    for (const [variables, count] of [
      [{}, 0],
      [{ AUDIT_ANCHOR_DIR: anchors }, 1],
    ] as const) {
      const log = open(variables);
      await log.service.start();
      await record(log);
      await log.service.stop(5_000);
      expect(await readdir(anchors)).toHaveLength(count);
    }
  });

  it('AUDIT_SINK, AUDIT_ELASTICSEARCH_URL, AUDIT_ELASTICSEARCH_API_KEY and AUDIT_ELASTICSEARCH_INDEX: whom it is sent to, with which key, under which name', async () => {
    const server = await startRecordingServer(() => ({ errors: false, items: [] }));
    const elasticsearch = { AUDIT_ELASTICSEARCH_URL: server.url };
    await record(await started({ ...elasticsearch, AUDIT_SINK: 'file' }));
    expect(server.calls).toEqual([]);
    for (const [key, index] of [
      ['a2V5LW9uZQ==', 'index-one'],
      ['a2V5LXR3bw==', 'index-two'],
    ] as const) {
      const own = { AUDIT_ELASTICSEARCH_API_KEY: key, AUDIT_ELASTICSEARCH_INDEX: index };
      const log = await started({ ...elasticsearch, AUDIT_SINK: 'elasticsearch', ...own });
      await record(log);
      await expect
        .poll(() => server.calls.find(({ path, text }) => path.startsWith('/_bulk') && text.includes(index)))
        .toMatchObject({ headers: { authorization: `ApiKey ${key}` } });
      await log.service.stop(1_000);
    }
  });

  it('AUDIT_CLOUDWATCH_ENDPOINT, AUDIT_CLOUDWATCH_REGION and AUDIT_CLOUDWATCH_GROUP: where it is sent to, signed for which region, into which group', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    onTestFinished(() => void vi.unstubAllEnvs());
    for (const [region, group] of [
      ['eu-west-1', '/audit/one'],
      ['us-east-2', '/audit/two'],
    ] as const) {
      const server = await startRecordingServer(() => ({}));
      const log = await started({
        AUDIT_SINK: 'cloudwatch',
        AUDIT_CLOUDWATCH_ENDPOINT: server.url,
        AUDIT_CLOUDWATCH_REGION: region,
        AUDIT_CLOUDWATCH_GROUP: group,
      });
      await record(log);
      const put = () => server.calls.find(({ text }) => text.includes(group));
      await expect.poll(() => put()?.headers.authorization).toContain(`/${region}/logs/`);
      await log.service.stop(1_000);
    }
  });

  it('AUDIT_SPILL_BYTES: how much may wait for a sink that is away', async () => {
    const away = await startRecordingServer(() => null);
    const elasticsearch = { AUDIT_SINK: 'elasticsearch', AUDIT_ELASTICSEARCH_URL: away.url };
    const bulks = () => away.calls.filter(({ path }) => path.startsWith('/_bulk')).length;
    const outcomes: string[] = [];
    for (const bytes of ['65536', '10000000']) {
      const log = open({ ...elasticsearch, AUDIT_SPILL_BYTES: bytes, AUDIT_DIR: join(dir, bytes) });
      await record(log, 'x'.repeat(70_000));
      const before = bulks();
      await log.service.start();
      // It has looked at what waits when it has tried to send it.
      await expect.poll(bulks).toBeGreaterThan(before);
      const outcome = () =>
        record(log).then(
          () => 'kept',
          (error: unknown) => (error as { kind: string }).kind,
        );
      await expect.poll(outcome).toBe(bytes === '65536' ? 'unavailable' : 'kept');
      outcomes.push(await outcome());
      await log.service.stop(100);
    }
    expect(outcomes).toEqual(['unavailable', 'kept']);
  });
});
