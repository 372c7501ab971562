import { HPA_SYNC_MS, readScaledObject } from '@ragfleet/autoscaling';
import { Fault } from '@ragfleet/kernel';
import { expect, test } from 'vitest';
import { createAutoscaler, lookEveryMs } from './autoscaler.ts';
import type { ScalableWorkers } from './contract.ts';

const trigger = (name: string) => ({ type: 'redis', name, metadata: { listName: `q:${name}` } });
const scaled = readScaledObject({
  minReplicaCount: 1,
  maxReplicaCount: 6,
  advanced: {
    scalingModifiers: { formula: '(wait + active) / 10', target: '1' },
    horizontalPodAutoscalerConfig: {
      behavior: {
        scaleDown: {
          stabilizationWindowSeconds: 300,
          policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }],
        },
      },
    },
  },
  triggers: [trigger('wait'), trigger('active')],
});

/** An autoscaler over a queue that the test fills, on a clock that the test moves. */
function stage({ speed = 10, places = 6 } = {}) {
  let nowMs = 0;
  let queue: { wait: number; active: number } | null = { wait: 0, active: 0 };
  let count = 1;
  let free = places - 1;
  const said: string[] = [];
  const workers: ScalableWorkers = {
    count: () => count,
    grow: () => {
      if (free === 0) return false;
      [count, free] = [count + 1, free - 1];
      return true;
    },
    shrink: () => {
      count -= 1;
    },
  };
  const plan = { scaled, speed };
  const autoscaler = createAutoscaler({
    plan,
    workers,
    readLengths: async () => {
      if (queue === null) throw new Fault('unavailable', 'Redis did not answer.');
      const { wait, active } = queue;
      return (key) => (key === 'q:wait' ? wait : active);
    },
    nowMs: () => nowMs,
    say: (line) => said.push(line),
  });
  return {
    said,
    count: () => count,
    fill: (next: typeof queue) => {
      queue = next;
    },
    drained: () => {
      free += 1;
    },
    /** Looks as often as the loop does in that time, and says the number after each. */
    async pass(seconds: number): Promise<number[]> {
      const seen: number[] = [];
      const everyMs = lookEveryMs(plan);
      for (const endsAtMs = nowMs + seconds * 1_000; nowMs + everyMs <= endsAtMs; ) {
        nowMs += everyMs;
        await autoscaler.look();
        seen.push(count);
      }
      return seen;
    },
  };
}

test('grows to what waits and runs, and says why', async () => {
  const { pass, fill, said } = stage();
  fill({ wait: 18, active: 7 });
  expect(await pass(1.5)).toEqual([3]);
  expect(said).toEqual(['scale: 1 -> 3 query-workers (queued 18, active 7; they ask for 2.5 of 1 to 6)']);
});

test('never goes beyond its most, nor by more at a time than the manifest allows', async () => {
  const { pass, fill } = stage();
  fill({ wait: 1_000, active: 7 });
  expect(await pass(4.5)).toEqual([5, 6, 6]);
});

test('jobs that run hold their workers, also when nothing waits', async () => {
  const { pass, fill } = stage();
  fill({ wait: 0, active: 25 });
  await pass(60);
  expect(await pass(60)).toEqual(Array.from({ length: 40 }, () => 3));
});

test('shrinks one by one after the window, each a tenth as long as in the cluster', async () => {
  const { pass, fill, count, said } = stage();
  fill({ wait: 25, active: 0 });
  await pass(1.5);
  fill({ wait: 0, active: 0 });
  await pass(28.5);
  expect(count()).toBe(3);
  await pass(1.5);
  expect(count()).toBe(2);
  await pass(4.5);
  expect(count()).toBe(2);
  await pass(1.5);
  expect(count()).toBe(1);
  await pass(120);
  expect(count()).toBe(1);
  expect(said.at(-1)).toBe('scale: 2 -> 1 query-workers (queued 0, active 0; they ask for 0 of 1 to 6)');
});

test('at the speed of one it looks and waits as a cluster does', async () => {
  expect(lookEveryMs({ scaled, speed: 1 })).toBe(HPA_SYNC_MS);
  const { pass, fill, count } = stage({ speed: 1 });
  fill({ wait: 15, active: 0 });
  await pass(15);
  fill({ wait: 0, active: 0 });
  await pass(285);
  expect(count()).toBe(2);
  await pass(15);
  expect(count()).toBe(1);
});

test('a queue that cannot be read changes nothing, and is told of once', async () => {
  const { pass, fill, said } = stage();
  fill({ wait: 25, active: 0 });
  await pass(1.5);
  fill(null);
  expect(await pass(60)).toEqual(Array.from({ length: 40 }, () => 3));
  expect(said.slice(1)).toEqual([
    'scale: the queue cannot be read, 3 query-workers stay (Redis did not answer.)',
  ]);
  fill({ wait: 35, active: 0 });
  await pass(1.5);
  fill(null);
  await pass(1.5);
  expect(said).toHaveLength(4);
});

test('waits for a place while those that were told to go still drain', async () => {
  const { pass, fill, drained } = stage({ places: 2 });
  fill({ wait: 25, active: 0 });
  expect(await pass(3)).toEqual([2, 2]);
  drained();
  expect(await pass(1.5)).toEqual([3]);
});
