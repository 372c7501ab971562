import { describe, expect, it, vi } from 'vitest';
import type { WarmRun } from './contract.ts';
import { asked, groups, openWarmStage, report } from './warm-stage.fixture.ts';

const { bull, queue, work } = await openWarmStage();

describe('an early refresh', () => {
  it('is one for an entry that many hit at once, and in no list', async () => {
    const callers = Array.from({ length: 5 }, () => queue());
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

  it('of a tenant of another region waits, and is told of', async () => {
    await queue().request(asked);
    const runs: WarmRun[] = [];
    const refused: string[] = [];
    const handler = async (run: WarmRun) => {
      runs.push(run);
      return report;
    };
    await work(handler, {
      isServed: () => Promise.resolve(false),
      onRefused: (tenantId) => refused.push(tenantId),
    });
    await vi.waitFor(async () => expect(await bull.getDelayedCount()).toBe(1));
    expect([refused, runs]).toEqual([['acme'], []]);
  });

  it('of another question or access is another', async () => {
    const caller = queue();
    await caller.request(asked);
    await caller.request({ ...asked, question: { ...asked.question, quality: 'high' } });
    await caller.request({ ...asked, access: { ...asked.access, department: 'people' } });
    expect(await bull.getWaitingCount()).toBe(3);
  });

  it('asked for while Redis is away does nothing and never throws', async () => {
    const away = queue({ redisUrl: 'redis://127.0.0.1:1' });
    await expect(away.request(asked)).resolves.toBeUndefined();
    await expect(away.get('acme', 'warm_1')).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
