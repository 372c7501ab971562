import { submissionOf } from '@ragfleet/test-support';
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BULL_PREFIX, LANE_POLICIES, queueKeys } from '@ragfleet/contracts';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openLaneStage, TENANT } from './lane-stage.fixture.ts';

const { ask, queryService, endOf, redis, redisUrl } = await openLaneStage();
const WEBHOOK = {
  url: 'https://hooks.example.com/x',
  events: ['query.failed' as const],
  include_result: true,
};

/** A worker that is started again whenever it dies, as an orchestrator would. Locks of the dead run out at once. */
function keepWorkerUp(queryId: string): void {
  const lock = `${BULL_PREFIX}:rag-normal:${queryId}:lock`;
  const main = fileURLToPath(new URL('./test-poison-main.ts', import.meta.url));
  let child: ChildProcess;
  let isOver = false;
  const start = (): void => {
    child = fork(main, [redisUrl]);
    child.once('exit', () => {
      if (isOver) return;
      redis.del(lock).then(start, () => undefined);
    });
  };
  start();
  onTestFinished(() => {
    isOver = true;
    child.kill('SIGKILL');
  });
}

it('a question that kills its worker each time ends after a few starts, with its webhook, and harms no other', {
  timeout: 120_000,
}, async () => {
  const poison = await ask({ submission: submissionOf('poison', { callback: WEBHOOK }) });
  keepWorkerUp(poison.queryId);
  await vi.waitUntil(async () => (await queryService.get(TENANT, poison.queryId))?.status === 'running');
  const others = [await ask(), await ask(), await ask({ lane: 'high' })];
  for (const other of others) expect(await endOf(other)).toMatchObject({ status: 'succeeded' });
  expect(await endOf(poison)).toMatchObject({
    status: 'failed',
    attempt: LANE_POLICIES.normal.maxStalledCount + 1,
    error: { retryable: true },
  });
  expect(await redis.zrange(queueKeys.outbox, '0', '-1')).toEqual([`${TENANT}:${poison.queryId}`]);
});
