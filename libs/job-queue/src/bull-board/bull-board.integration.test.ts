import { BULL_PREFIX, QUEUE_NAMES } from '@ragfleet/contracts';
import { openTestRedis } from '@ragfleet/test-support';
import { Queue, Worker } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type BullBoardQueues, createBullBoardQueues } from './create-bull-board-queues.ts';

const server = await openTestRedis({ profile: 'blocking' });
const { redis } = server;
let board: BullBoardQueues;
beforeAll(async () => {
  board = await createBullBoardQueues({ redisUrl: server.url });
});
afterAll(async () => {
  await board.close();
});

const SECRET = 'How much does Ann earn?';

describe('bull board queues', () => {
  it('are all six, read-only', async () => {
    expect(await board.isReady()).toBe(true);
    expect(board.adapters.map((adapter) => adapter.getName()).toSorted()).toEqual(
      [...QUEUE_NAMES].toSorted(),
    );
    expect(board.adapters.every((adapter) => adapter.readOnlyMode)).toBe(true);
  });

  it('show a job by its ids, with nothing that a person wrote', async () => {
    const name = 'rag-high';
    const queue = new Queue(name, { connection: redis, prefix: BULL_PREFIX });
    const fail = () => Promise.reject(new Error(`Unexpected token in "${SECRET}"\nat '${SECRET}'`));
    const worker = new Worker(name, fail, { connection: redis, prefix: BULL_PREFIX });
    const job = await queue.add('query', {
      v: 1,
      tenantId: 'acme',
      queryId: 'q_1',
      note: SECRET,
      nested: { SECRET },
    });
    await job.log(SECRET);
    await job.updateProgress({ SECRET });
    await vi.waitFor(async () => expect(await job.getState()).toBe('failed'));
    await worker.close();

    const adapter = board.adapters.find((candidate) => candidate.getName() === name);
    const seen = [await adapter?.getJob(job.id ?? ''), ...((await adapter?.getJobs(['failed'])) ?? [])];
    expect(seen).toHaveLength(2);
    expect(JSON.stringify(seen)).not.toMatch(/Ann earn/);
    expect(JSON.stringify(seen)).toMatch(/"tenantId":"acme".*Unexpected token/s);
    expect(await adapter?.getJobLogs(job.id ?? '')).toEqual([]);
    await queue.close();
  });

  it('list jobs also where one has a payload that nobody can read', async () => {
    const name = 'rag-low';
    const queue = new Queue(name, { connection: redis, prefix: BULL_PREFIX });
    await queue.add('query', {}, { jobId: 'q_broken' });
    await queue.add('query', {}, { jobId: 'q_well' });
    await redis.hset(`${BULL_PREFIX}:${name}:q_broken`, 'data', `{"note":"${SECRET}`);
    const adapter = board.adapters.find((candidate) => candidate.getName() === name);
    const seen = (await adapter?.getJobs(['waiting'])) ?? [];
    expect(seen.map(({ id }) => String(id)).toSorted()).toEqual(['q_broken', 'q_well']);
    expect(JSON.stringify(seen)).not.toMatch(/Ann earn/);
    await queue.close();
  });
});
