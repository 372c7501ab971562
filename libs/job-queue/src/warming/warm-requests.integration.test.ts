import { Fault } from '@ragfleet/kernel';
import { describe, expect, it, vi } from 'vitest';
import type { OnUnreadable } from '../records/read-each.ts';
import type { WarmRun } from './contract.ts';
import { groups, openWarmStage, report } from './warm-stage.fixture.ts';

const { bull, queue, redis, untilStatus, work } = await openWarmStage();

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

  it('is left out of the list when it cannot be read, and told of by its id', async () => {
    const onUnreadable = vi.fn<OnUnreadable>();
    const told = queue({ onUnreadable });
    const first = await told.submit({ tenantId: 'acme', groups, topN: null });
    const broken = await told.submit({ tenantId: 'acme', groups, topN: null });
    await redis.hset(`rf:acme:warm:${broken.warmId}`, 'groups', 'not sealed by anybody');
    expect(await told.list('acme', 10)).toEqual({ records: [first], hasMore: false });
    expect(onUnreadable.mock.calls).toEqual([[{ kind: 'warming', tenantId: 'acme', ids: [broken.warmId] }]]);
    await expect(told.get('acme', broken.warmId)).rejects.toMatchObject({ kind: 'corrupt' });
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
    const tomorrow = queue({ clock });
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
