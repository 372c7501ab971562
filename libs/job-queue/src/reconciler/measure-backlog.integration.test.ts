import { queueKeys } from '@ragfleet/contracts';
import { systemClock } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import type { FleetSight } from './contract.ts';
import { measureBacklog } from './measure-backlog.ts';
import { openReconcilerStage, silentObserver } from './reconciler-stage.fixture.ts';

const { ask, redis } = await openReconcilerStage();

/** What is reported at a time. */
async function measured(atMs = Date.now()) {
  const depths = new Map<string, number>();
  const sights: FleetSight[] = [];
  let late = 0;
  await measureBacklog(
    redis,
    { ...systemClock, nowMs: () => atMs },
    {
      ...silentObserver,
      queueDepth: (queue, state, jobs) => void depths.set(`${queue}:${state}`, jobs),
      overdueSeconds: (seconds) => {
        late = seconds;
      },
      measured: (searchScope) => void sights.push(searchScope),
    },
  );
  return { depths, late, searchScope: sights[0] };
}

describe('the backlog', () => {
  it('is told by depths, and by how late the most overdue query is', async () => {
    await ask({ lane: 'high' });
    await redis.zadd(queueKeys.deadlines, Date.now() - 1_500, 'acme:q_late');
    const { depths, late } = await measured();
    expect(depths.get('rag-high:wait')).toBe(1);
    expect(depths.get('webhooks:delayed')).toBe(0);
    expect(late).toBeGreaterThanOrEqual(1.5);
  });

  it('is told by what waits for how long, and by how full the queue Redis is', async () => {
    const atMs = Date.now() + 60_000;
    await ask({ lane: 'high', deadlineSeconds: 600 });
    expect((await measured(atMs)).searchScope).toMatchObject({
      atMs,
      outboxOldestMs: 0,
      laneWaitMs: { normal: 0, low: 0 },
    });
    await redis.zadd(queueKeys.outbox, atMs - 7_000, 'acme:q_late');
    await redis.config('SET', 'maxmemory', '1gb');
    const { searchScope } = await measured(atMs);
    await redis.config('SET', 'maxmemory', '0');
    expect(searchScope).toMatchObject({ outboxOldestMs: 7_000 });
    expect(searchScope?.laneWaitMs.high).toBeGreaterThan(50_000);
    expect(searchScope?.memoryUsedPart).toBeGreaterThan(0);
    expect(searchScope?.memoryUsedPart).toBeLessThan(1);
  });
});
