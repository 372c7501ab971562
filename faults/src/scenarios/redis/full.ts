import assert from 'node:assert/strict';
import type { Scenario } from '../../contract.ts';
import type { FaultRedis } from '../../fleet/contract.ts';
import { firstJobAfter, untilAnswered } from '../outages.ts';
import { activeJobs, readRuns } from '../query-records.ts';
import { waitFor } from '../wait-for.ts';

/** More than two workers have slots for. */
const ASKED = 24;
const ANSWER_MS = 3_000;
const LIMIT_MS = 20_000;
/** Of its memory, when no query is taken any more although there is room. */
const NEARLY_FULL = 0.8;
/** Of a refusal that speaks of a full fleet: a client may ask sooner after an outcome that is unknown. */
const FULL_RETRY_AFTER_SECONDS = 5;

/** A full queue cannot be drained: the script that fetches a job is refused for want of memory. */
export const redisIsFull: Scenario = {
  id: 'F16',
  title: 'the queue Redis has no memory left',
  boundSeconds: 60,
  run: async (stage) => {
    const { fleet, asking } = stage;
    const { queue, model } = fleet;
    model.pace({ firstTokenMs: ANSWER_MS });
    const asked = await asking.askMany(ASKED);
    const usedBytes = await usedBytesOf(queue);
    await setMaxMemory(queue, Math.round(usedBytes / NEARLY_FULL));
    const isRefused = async (): Promise<boolean> => {
      const { status, retryAfter } = await asking.submit();
      return status === 503 && Number(retryAfter) >= FULL_RETRY_AFTER_SECONDS;
    };
    await waitFor('the fleet takes no more while there still is room', 5_000, isRefused);
    await waitFor('jobs run', LIMIT_MS, async () => (await activeJobs(fleet, 'normal')) > 0);
    await setMaxMemory(queue, Math.round((await usedBytesOf(queue)) / 2));
    const running = (await readRuns(fleet, asked)).filter(({ state }) => state === 'running');
    assert.ok(running.length > 0, 'nothing ran when it was full');
    await untilAnswered(
      asking,
      running.map(({ query }) => query),
      LIMIT_MS,
    );
    assert.ok(await isRefused(), 'a full Redis took a query');
    await setMaxMemory(queue, 2 * usedBytes + ROOM_BYTES);
    const recoveryMs = await firstJobAfter(stage, performance.now());
    await untilAnswered(asking, asked, LIMIT_MS);
    return {
      recoveryMs,
      note: `${running.length} jobs that ran ended while it was full`,
    };
  },
};

const ROOM_BYTES = 64 * 1024 * 1024;

async function usedBytesOf({ admin }: FaultRedis): Promise<number> {
  return Number(/^used_memory:(\d+)/m.exec(await admin.info('memory'))?.[1]);
}

async function setMaxMemory({ admin }: FaultRedis, sizeBytes: number): Promise<void> {
  await admin.config('SET', 'maxmemory', sizeBytes);
}
