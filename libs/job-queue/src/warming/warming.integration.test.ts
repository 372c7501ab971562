import { randomBytes } from 'node:crypto';
import { BULL_PREFIX, WARM_POLICY } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import type { AskedQuestion, WarmReport } from '@ragfleet/rag-core';
import { type Redis, whenReady } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { Queue } from 'bullmq';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WarmHandler, WarmQueue, WarmRun, WarmSchedule, WarmWorker } from './contract.ts';
import { createWarmQueue } from './create-warm-queue.ts';
import { createWarmWorker } from './create-warm-worker.ts';
import { createWarmBudget } from './warm-budget.ts';

const sealer = createSealer(randomBytes(32).toString('base64'));
const nightly = (tenantId: string, timeZone = 'UTC', cron = '0 3 * * *'): WarmSchedule => ({
  tenantId,
  timeZone,
  cron,
});
const report: WarmReport = {
  questions: 2,
  refreshed: 1,
  skipped: 0,
  failed: 1,
  spentUsd: 0.25,
  budgetUsd: 1,
  stopped: null,
};
const asked: AskedQuestion = {
  access: { tenantId: 'acme', readsAll: false, namespaces: ['human-resources'], department: null },
  principalId: 'ada',
  question: { text: 'How much leave?', namespaces: null, quality: 'standard', topK: 5, model: null },
};
const groups = [{ access: asked.access, questions: [asked.question] }];

const server = await openTestRedis({ profile: 'blocking' });
const { redis } = server;
let bull: Queue;
const queues: WarmQueue[] = [];
const workers: WarmWorker[] = [];

beforeAll(() => {
  bull = new Queue(WARM_POLICY.name, { connection: redis, prefix: BULL_PREFIX });
});
beforeEach(() => redis.flushdb());
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.drain(3_000)));
  await Promise.all(queues.splice(0).map((queue) => queue.close()));
});
afterAll(async () => {
  await bull.close();
});

function queue(): WarmQueue {
  const created = createWarmQueue({ redisUrl: server.url, sealer });
  queues.push(created);
  return created;
}

async function work(handler: WarmHandler): Promise<WarmWorker> {
  const worker = createWarmWorker({ redisUrl: server.url, sealer, handler, onError: () => undefined });
  workers.push(worker);
  await worker.start();
  return worker;
}

const schedules = async () =>
  (await bull.getJobSchedulers()).map(({ key, pattern, tz }) => ({ key, pattern, tz }));
const hourIn = (timeZone: string, atMs: number): string =>
  new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone }).format(atMs);
const untilStatus = async (warmId: string, status: string): Promise<void> => {
  const reader = queue();
  await vi.waitFor(async () => expect((await reader.get('acme', warmId))?.status).toBe(status));
};

describe('the schedules', () => {
  it('are one for each tenant, whatever the number of workers that set them', async () => {
    const wanted = [nightly('acme'), nightly('globex', 'Asia/Tokyo')];
    await Promise.all(Array.from({ length: 4 }, () => queue().keepSchedules(wanted)));
    await queue().keepSchedules(wanted);
    expect(await schedules()).toHaveLength(2);
    expect(await schedules()).toEqual(
      expect.arrayContaining([
        { key: 'acme', pattern: '0 3 * * *', tz: 'UTC' },
        { key: 'globex', pattern: '0 3 * * *', tz: 'Asia/Tokyo' },
      ]),
    );
    expect(await bull.getDelayedCount()).toBe(2);
  });

  it.each(['Asia/Tokyo', 'America/New_York', 'Europe/Berlin'])(
    'fire at three at night in %s',
    async (zone) => {
      await queue().keepSchedules([nightly('acme', zone)]);
      const next = await queue().nextRunAtMs('acme');
      expect(hourIn(zone, next ?? 0)).toBe('03');
    },
  );

  it('follow the tenants: new ones come, moved ones move, gone ones end', async () => {
    await queue().keepSchedules([nightly('acme'), nightly('globex')]);
    await queue().keepSchedules([nightly('acme', 'Europe/Berlin'), nightly('initech')]);
    expect((await schedules()).map(({ key, tz }) => `${key} ${tz}`).toSorted()).toEqual([
      'acme Europe/Berlin',
      'initech UTC',
    ]);
    await queue().keepSchedules([]);
    expect(await schedules()).toEqual([]);
    expect(await bull.getDelayedCount()).toBe(0);
    expect(await queue().nextRunAtMs('acme')).toBeNull();
  });

  it('run once for the whole fleet, under an id of their night, and go on', async () => {
    const runs: WarmRun[] = [];
    const producers = [queue(), queue()];
    const everySecond = nightly('acme', 'UTC', '* * * * * *');
    await Promise.all(producers.map((producer) => producer.keepSchedules([everySecond])));
    const handler: WarmHandler = async (run) => {
      runs.push(run);
      return report;
    };
    await work(handler);
    await work(handler);
    await vi.waitFor(() => expect(runs.length).toBeGreaterThanOrEqual(2));
    await queue().keepSchedules([]);
    expect(new Set(runs.map(({ warmId }) => warmId)).size).toBe(runs.length);
    expect(runs[0]).toMatchObject({ tenantId: 'acme', trigger: 'schedule', groups: null, topN: null });
    const { records } = await queue().list('acme', 10);
    expect(records.at(-1)).toMatchObject({ warmId: runs[0]?.warmId, trigger: 'schedule' });
  });
});

describe('a warming that is asked for', () => {
  it('runs once, with what was asked and nothing of it in its job', async () => {
    const { warmId, status } = await queue().submit({ tenantId: 'acme', groups, topN: null });
    expect(status).toBe('queued');
    expect((await bull.getJob(warmId))?.data).toEqual({ v: 1, tenantId: 'acme', warmId });
    expect(JSON.stringify(await redis.hgetall(`rf:acme:warm:${warmId}`))).not.toMatch(/leave|human/);
    const runs: WarmRun[] = [];
    await work(async (run) => {
      runs.push(run);
      await run.progress({ ...report, refreshed: 0 });
      expect(await queue().get('acme', warmId)).toMatchObject({
        status: 'running',
        report: { refreshed: 0 },
      });
      return report;
    });
    await untilStatus(warmId, 'finished');
    expect(runs).toHaveLength(1);
    expect(runs[0]).toMatchObject({ tenantId: 'acme', warmId, trigger: 'request', groups });
    const record = await queue().get('acme', warmId);
    expect(record?.report).toEqual(report);
    expect(record?.startedAtMs).toBeGreaterThan(0);
    expect(record?.finishedAtMs).toBeGreaterThan(0);
    expect(await queue().get('globex', warmId)).toBeNull();
  });

  it('is listed newest first, for its own tenant', async () => {
    const first = await queue().submit({ tenantId: 'acme', groups: null, topN: 5 });
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(first.createdAtMs));
    const second = await queue().submit({ tenantId: 'acme', groups: null, topN: 5 });
    expect((await queue().list('acme', 10)).records.map(({ warmId }) => warmId)).toEqual([
      second.warmId,
      first.warmId,
    ]);
    expect(await queue().list('acme', 1)).toMatchObject({ records: [second], hasMore: true });
    expect(await queue().list('globex', 10)).toEqual({ records: [], hasMore: false });
  });

  it('is refused while too many are open, and taken again when they have ended', async () => {
    const submit = () => queue().submit({ tenantId: 'acme', groups, topN: null });
    for (let n = 0; n < 20; n += 1) await submit();
    await expect(submit()).rejects.toMatchObject({ kind: 'rate-limited' });
    await work(async () => report);
    await vi.waitFor(async () => expect(await redis.zcard('rf:acme:warm-open:request')).toBe(0));
    await submit();
  });

  it('that cannot succeed is shown as failed, and not tried again', async () => {
    const { warmId } = await queue().submit({ tenantId: 'acme', groups, topN: null });
    let runs = 0;
    await work(async () => {
      runs += 1;
      throw new Fault('internal', 'Broken.');
    });
    await untilStatus(warmId, 'failed');
    await vi.waitFor(async () => expect(await bull.getFailedCount()).toBe(1));
    expect(runs).toBe(1);
  });

  it('is shown as failed a day later when nobody came to end it', async () => {
    const { warmId } = await queue().submit({ tenantId: 'acme', groups, topN: null });
    const clock = { nowMs: () => Date.now() + 86_400_001, monotonicMs: () => 0 };
    const tomorrow = createWarmQueue({ redisUrl: server.url, sealer, clock });
    queues.push(tomorrow);
    expect(await queue().get('acme', warmId)).toMatchObject({ status: 'queued' });
    expect(await tomorrow.get('acme', warmId)).toMatchObject({ status: 'failed' });
  });

  it('that a shutdown interrupts is run again by another worker, under the same id, at the cost of no attempt', async () => {
    const ids: string[] = [];
    const first = await work(async ({ warmId, signal }) => {
      ids.push(warmId);
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      );
    });
    const { warmId } = await queue().submit({ tenantId: 'acme', groups, topN: null });
    await vi.waitFor(() => expect(ids).toHaveLength(1));
    await first.drain(500);
    await work(async (run) => {
      ids.push(run.warmId);
      return report;
    });
    await untilStatus(warmId, 'finished');
    expect(ids).toEqual([warmId, warmId]);
    expect((await bull.getJob(warmId))?.attemptsMade).toBe(1);
  });
});

describe('an early refresh', () => {
  it('is one for an entry that many hit at once, and in no list', async () => {
    const callers = Array.from({ length: 5 }, queue);
    await Promise.all(callers.map((caller) => caller.request(asked)));
    await queue().request({ ...asked, question: { ...asked.question, text: 'How much  leave ?' } });
    expect(await bull.getWaitingCount()).toBe(1);
    const runs: WarmRun[] = [];
    await work(async (run) => {
      runs.push(run);
      return report;
    });
    await vi.waitFor(() => expect(runs).toHaveLength(1));
    expect(runs[0]).toMatchObject({ trigger: 'refresh', groups });
    expect((await queue().list('acme', 10)).records).toEqual([]);
  });

  it('of another question or access is another', async () => {
    const caller = queue();
    await caller.request(asked);
    await caller.request({ ...asked, question: { ...asked.question, quality: 'high' } });
    await caller.request({ ...asked, access: { ...asked.access, department: 'people' } });
    expect(await bull.getWaitingCount()).toBe(3);
  });

  it('asked for while Redis is away does nothing and never throws', async () => {
    const away = createWarmQueue({ redisUrl: 'redis://127.0.0.1:1', sealer });
    queues.push(away);
    await expect(away.request(asked)).resolves.toBeUndefined();
    await expect(away.get('acme', 'warm_1')).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

describe('the budget of a day', () => {
  const at = (nowMs: number) => ({ nowMs: () => nowMs, monotonicMs: () => 0 });
  const noon = Date.UTC(2026, 5, 1, 12);
  const question = (name: string) => ({ warmId: 'warm_1', name });
  beforeEach(() => whenReady(redis, 5_000));

  it('is one for all workers, to the micro-dollar', async () => {
    const open = () => createWarmBudget({ redis, limitUsd: 1, clock: at(noon) });
    const [one, other] = [open(), open()];
    const reservations = await Promise.all(
      [one, other].flatMap((budget, of) =>
        Array.from({ length: 20 }, (_, n) => budget.reserve('acme', question(`${of}-${n}`), 0.1)),
      ),
    );
    const granted = reservations.filter((reservation) => reservation !== null);
    expect(granted).toHaveLength(10);
    await granted[0]?.settle(0.05);
    expect(await one.reserve('acme', question('q1'), 0.050_001)).toBeNull();
    expect(await one.reserve('acme', question('q2'), 0.05)).not.toBeNull();
    expect(await other.reserve('acme', question('q3'), 0)).toBeNull();
  });

  it('is each tenant’s own, and new on the next day, whenever what was reserved is settled', async () => {
    const today = createWarmBudget({ redis, limitUsd: 1, clock: at(noon) });
    const tomorrow = createWarmBudget({ redis, limitUsd: 1, clock: at(noon + 86_400_000) });
    const reservation = await today.reserve('acme', question('q4'), 1);
    expect(await today.reserve('globex', question('q5'), 1)).not.toBeNull();
    expect(await today.dearestUsd('acme')).toBeNull();
    await reservation?.settle(0.5);
    expect(await today.dearestUsd('acme')).toBe(0.5);
    expect(await tomorrow.dearestUsd('acme')).toBeNull();
    expect(await tomorrow.reserve('acme', question('q6'), 1)).not.toBeNull();
    expect(await tomorrow.reserve('acme', question('q7'), 0.01)).toBeNull();
  });

  it('is not charged twice for a question of a run that is repeated before it came to settle', async () => {
    const budget = createWarmBudget({ redis, limitUsd: 1, clock: at(noon) });
    const lost = await budget.reserve('acme', question('same'), 0.75);
    const found = await budget.reserve('acme', question('same'), 0.5);
    expect([lost?.isNew, found?.isNew, found?.usd]).toEqual([true, false, 0.75]);
    await found?.settle(0.25);
    await lost?.settle(0.25);
    expect((await budget.reserve('acme', question('same'), 0.75))?.isNew).toBe(true);
    expect(await budget.reserve('acme', question('other'), 0.01)).toBeNull();
  });

  it('of nothing lets nothing be spent', async () => {
    expect(await createWarmBudget({ redis, limitUsd: 0 }).reserve('acme', question('q8'), 0)).toBeNull();
  });
});
