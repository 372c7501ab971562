import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { queueKeys } from '@ragfleet/contracts';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openLaneStage, TENANT } from './lane-stage.fixture.ts';

const { ask, endOf, redis, redisUrl } = await openLaneStage();

describe('a worker that dies', () => {
  const forkWorker = (): ChildProcess => {
    const child = fork(fileURLToPath(new URL('./test-worker-main.ts', import.meta.url)), [redisUrl]);
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  };

  it('is replaced within 15 s: its query starts again elsewhere and ends once', {
    timeout: 120_000,
  }, async () => {
    const victim = forkWorker();
    const record = await ask();
    expect(await once(victim, 'message')).toEqual([{ queryId: record.queryId, attempt: 1 }, undefined]);
    const survivor = forkWorker();
    await vi.waitUntil(async () => String(await redis.client('LIST')).split('name=lane-workers ').length > 2);
    victim.kill('SIGKILL');
    const killedAt = performance.now();
    expect(await once(survivor, 'message')).toEqual([{ queryId: record.queryId, attempt: 2 }, undefined]);
    expect(performance.now() - killedAt).toBeLessThan(15_000);
    expect(await endOf(record)).toMatchObject({ status: 'succeeded', attempt: 2 });
    expect(await redis.exists(queueKeys.openQueries(TENANT))).toBe(0);
  });
});
