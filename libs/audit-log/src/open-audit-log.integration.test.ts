import { createLogger, createMetrics } from '@ragfleet/service-runtime';
import { METRICS, queueKeys } from '@ragfleet/contracts';
import { openTestRedis } from '@ragfleet/test-support';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { dayOf } from './audit-files.ts';
import { auditVariables } from './audit-variables.ts';
import { createFileAuditLog } from './file-audit-log.ts';
import { openAuditLog } from './open-audit-log.ts';
import { event, openElasticsearchStage, sealer } from './testing/audit-stages.fixture.ts';

const { redis } = await openTestRedis();
const DAY_MS = 86_400_000;
const never = new AbortController().signal;
let dir: string;
let lines: string[];
beforeEach(async () => {
  await redis.flushall();
  dir = await mkdtemp(join(tmpdir(), 'ragfleet-audit-'));
  lines = [];
});
afterEach(() => rm(dir, { recursive: true }));

function open(variables: Record<string, string> = {}) {
  const config = z.object(auditVariables).parse({ AUDIT_DIR: join(dir, 'log'), ...variables });
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ service: 'test', level: 'info', destination });
  const metrics = createMetrics(METRICS);
  return { ...openAuditLog(config, { redis, sealer, logger, metrics }), metrics };
}
const users = async ({ reader }: Pick<ReturnType<typeof open>, 'reader'>, changes: object = {}) => {
  const { records } = await reader.list({ tenantId: 'acme', limit: 10, ...changes }, never);
  return records.map(({ user_id: user }) => user);
};

it('shows who did something until that person is erased, and its chain holds afterwards', async () => {
  const log = open();
  for (const user of ['ada', 'bob', 'ada']) await log.audit.record(event({ user }));
  const file = (await readdir(join(dir, 'log'))).find((one) => one.endsWith('.jsonl')) ?? '';
  expect(await readFile(join(dir, 'log', file), 'utf8')).not.toMatch(/"ada"|"bob"/);
  expect(await users(log)).toEqual(['ada', 'bob', 'ada']);
  expect(await users(log, { userId: 'bob' })).toEqual(['bob']);
  expect(await users(log, { userId: 'nobody' })).toEqual([]);
  const page = await log.reader.list({ tenantId: 'acme', limit: 2 }, never);
  expect(page).toMatchObject({ hasMore: true, records: [{ user_id: 'ada' }, { user_id: 'bob' }] });
  await log.people.erase('acme', 'ada');
  const erased = expect.stringMatching(/^erased:[0-9a-f]{8}$/) as string;
  expect(await users(log)).toEqual([erased, 'bob', erased]);
  expect(await users(log, { userId: 'ada' })).toEqual([]);
  expect(await log.reader.verify('acme', never)).toMatchObject({ valid: true, events: 3 });
});

const ownFiles = async (writer: string): Promise<string[]> =>
  (await readdir(join(dir, 'log')))
    .filter((name) => name.includes(writer))
    .map((name) => join(dir, 'log', name));

it.each<[string, (writer: string) => Promise<void>, RegExp]>([
  [
    'taken away as a whole',
    async (writer) => {
      for (const path of await ownFiles(writer)) await rm(path);
    },
    /^chain of /,
  ],
  [
    'cut together with its head',
    async (writer) => {
      for (const path of await ownFiles(writer)) {
        if (!path.endsWith('.jsonl')) await rm(path);
        else await writeFile(path, `${(await readFile(path, 'utf8')).split('\n', 1)[0]}\n`);
      }
    },
    /^evt_/,
  ],
  [
    'made anew with the key',
    async (writer) => {
      for (const path of await ownFiles(writer)) await rm(path);
      const people = { pseudonymOf: () => Promise.resolve('0') };
      const forged = createFileAuditLog({ dir: join(dir, 'log'), sealer, people, writer });
      for (let count = 0; count < 3; count += 1) await forged.record(event());
    },
    /^evt_/,
  ],
])('finds by its anchors a chain that was %s', async (_name, change, place) => {
  const log = open({ AUDIT_ANCHOR_DIR: join(dir, 'anchors') });
  await log.service.start();
  for (let count = 0; count < 3; count += 1) await log.audit.record(event());
  await log.service.stop(5_000);
  const anchor = lines
    .map((line) => z.looseObject({ msg: z.string() }).parse(JSON.parse(line)))
    .find(({ msg }) => msg === 'audit anchor');
  expect(anchor).toMatchObject({ seq: 2, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
  // Another process, whose chain is whole.
  await open().audit.record(event());
  expect(await log.reader.verify(null, never)).toMatchObject({ valid: true, events: 4 });
  await change(String(anchor?.['writer']));
  const verified = await log.reader.verify(null, never);
  expect(verified).toMatchObject({ valid: false, broken_at: expect.stringMatching(place) as string });
  expect(await open().reader.verify(null, never)).toMatchObject({ valid: true });
});

it('notes the end also of a chain that ended when its clock was set right', async () => {
  const aheadMs = Date.now() + 3 * DAY_MS;
  vi.useFakeTimers({ toFake: ['Date'], now: aheadMs });
  onTestFinished(() => void vi.useRealTimers());
  const log = open({ AUDIT_ANCHOR_DIR: join(dir, 'anchors') });
  await log.audit.record(event());
  await log.audit.record(event());
  vi.setSystemTime(aheadMs - 3 * DAY_MS);
  await log.audit.record(event());
  await log.service.stop(5_000);
  expect(await log.reader.verify(null, never)).toMatchObject({ valid: true, events: 3 });
  const names = await readdir(join(dir, 'log'));
  const ended = names.find((name) => name.startsWith(`audit-${dayOf(aheadMs)}`)) ?? '';
  const [first = ''] = (await readFile(join(dir, 'log', ended), 'utf8')).split('\n');
  await writeFile(join(dir, 'log', ended), `${first}\n`);
  for (const head of names.filter((name) => name.startsWith('audit-head-'))) await rm(join(dir, 'log', head));
  const cut = { valid: false, broken_at: expect.stringMatching(/^evt_/) as string };
  expect(await log.reader.verify(null, never)).toMatchObject(cut);
});

it('walks the chains for one at a time', async () => {
  const log = open();
  await log.audit.record(event());
  const first = log.reader.verify('acme', never);
  await expect(log.reader.verify('acme', never)).rejects.toMatchObject({ kind: 'rate-limited' });
  expect(await first).toMatchObject({ valid: true });
  expect(await log.reader.verify('acme', never)).toMatchObject({ valid: true });
});

it('ends a walk with its signal', async () => {
  const log = open();
  await log.audit.record(event());
  await expect(log.reader.verify(null, AbortSignal.abort(new Error('late')))).rejects.toThrow('late');
});

it("names no event of others to a tenant's admin", async () => {
  const log = open();
  await log.audit.record(event());
  await log.audit.record(event({ tenantId: 'globex' }));
  const folder = join(dir, 'log');
  const file = (await readdir(folder)).find((one) => one.endsWith('.jsonl')) ?? '';
  const text = await readFile(join(folder, file), 'utf8');
  await writeFile(
    join(folder, file),
    text.replace('"tenant":"globex","user_id":"', '"tenant":"globex","user_id":"0'),
  );
  expect(await log.reader.verify('acme', never)).toMatchObject({
    valid: false,
    broken_at: 'an event of others',
  });
  const { broken_at: brokenAt } = await log.reader.verify(null, never);
  expect(text).toContain(brokenAt);
});

it('sends to its sink while it runs, reads from there, and tries once more when it ends', async () => {
  const { double, stage } = await openElasticsearchStage();
  const variables = {
    AUDIT_SINK: 'elasticsearch',
    AUDIT_ELASTICSEARCH_URL: double.url,
    AUDIT_ELASTICSEARCH_API_KEY: 'a2V5',
  };
  const log = open(variables);
  await log.service.start();
  await log.audit.record(event());
  await expect.poll(() => users(log), { timeout: 10_000 }).toEqual(['ada']);
  await log.audit.record(event({ user: 'bob' }));
  await log.service.stop(5_000);
  expect(await users(log)).toEqual(['bob', 'ada']);
  expect(log.reader.covers).toBe('fleet');
  expect(await readdir(join(dir, 'log'))).toEqual([]);
  await stage.stop();
});

it('has sent what was recorded when it says so, once, also where its sink was away before', async () => {
  const { double, stage } = await openElasticsearchStage();
  const log = open({
    AUDIT_SINK: 'elasticsearch',
    AUDIT_ELASTICSEARCH_URL: double.url,
    AUDIT_ELASTICSEARCH_API_KEY: 'a2V5',
  });
  await log.arrived(never);
  await log.audit.record(event());
  double.outage = 503;
  await expect(log.arrived(never)).rejects.toMatchObject({ kind: 'unavailable' });
  double.outage = null;
  await Promise.all([log.arrived(never), log.arrived(never)]);
  expect(await users(log)).toEqual(['ada']);
  await open().arrived(never);
  await stage.stop();
});

it('does nothing more that is audited when too much waits for its sink, and counts it', async () => {
  const { double, stage } = await openElasticsearchStage();
  double.outage = 503;
  const log = open({
    AUDIT_SINK: 'elasticsearch',
    AUDIT_ELASTICSEARCH_URL: double.url,
    AUDIT_ELASTICSEARCH_API_KEY: 'a2V5',
    AUDIT_SPILL_BYTES: '65536',
  });
  const metadata = { padding: 'x'.repeat(70_000) };
  await log.audit.record(event({ metadata }));
  await log.service.start();
  const refused = async () =>
    log.audit.record(event()).then(
      () => null,
      (error: unknown) => error,
    );
  await expect.poll(refused, { timeout: 10_000 }).toMatchObject({ kind: 'unavailable' });
  expect(await log.metrics.render()).toMatch(/ragfleet_audit_lost_total\{reason="unavailable"\} [1-9]/);
  await expect.poll(() => log.metrics.render()).toMatch(/ragfleet_audit_waiting_bytes 7\d{4}/);
  await expect.poll(() => lines.join('')).toContain('audit sink failed');
  double.outage = null;
  await expect.poll(refused, { timeout: 20_000 }).toBeNull();
  await log.service.stop(5_000);
  expect(await log.reader.verify(null, never)).toMatchObject({ valid: true });
  await stage.stop();
});

it.each([
  [{ AUDIT_SINK: 'elasticsearch' }, 'AUDIT_ELASTICSEARCH_URL'],
  [{ AUDIT_SINK: 'cloudwatch' }, 'AUDIT_CLOUDWATCH_REGION'],
])('says which variable %j lacks', (variables, missing) => {
  expect(() => open(variables)).toThrow(missing);
});

it('writes also while Redis does not answer', async () => {
  const log = open();
  await redis.client('PAUSE', 1_500, 'ALL');
  await log.audit.record(event());
  await expect.poll(() => redis.ping().catch(() => null), { timeout: 10_000 }).toBe('PONG');
  await log.people.settle();
  expect(await users(log)).toEqual(['ada']);
  expect(await redis.exists(queueKeys.auditNames('acme'))).toBe(1);
});
