import { BULL_PREFIX, queueNameOfLane } from '@ragfleet/contracts';
import { type Lane, LANES } from '@ragfleet/kernel';
import type { Job } from './job.ts';
import { JobLine } from './job-line.ts';

interface LaneQueue {
  readonly wait: JobLine;
  readonly prioritized: JobLine;
  active: number;
  readonly openOfTenant: Map<string, number>;
}

export interface LaneQueues {
  /** A new job: to `wait` within its tenant's fair share of the lane, to `prioritized` beyond it. */
  readonly add: (job: Job) => void;
  /** The next job of a lane, which is `active` from now on. */
  readonly take: (lane: Lane) => Job | undefined;
  /** Back from `active` to the front of `wait`. */
  readonly giveBack: (job: Job) => void;
  readonly finish: (job: Job) => void;
  /** What KEDA counts under a Redis key: 0 for a key that no queue has, as its scaler does. */
  readonly lengthOf: (listName: string) => number;
  readonly open: () => number;
}

/** The three queues as BullMQ keeps them: what waits, what waits behind that, and what runs or is believed to run. */
export function createLaneQueues(fairShareOfLane: number): LaneQueues {
  const queues = new Map(
    LANES.map((lane): [Lane, LaneQueue] => [
      lane,
      { wait: new JobLine(), prioritized: new JobLine(), active: 0, openOfTenant: new Map() },
    ]),
  );
  const of = (lane: Lane): LaneQueue => {
    const queue = queues.get(lane);
    if (queue === undefined) throw new RangeError(`There is no lane ${lane}.`);
    return queue;
  };
  const lengths = new Map(
    [...queues].flatMap(([lane, queue]): (readonly [string, () => number])[] => {
      const key = `${BULL_PREFIX}:${queueNameOfLane(lane)}`;
      return [
        [`${key}:wait`, () => queue.wait.length],
        [`${key}:prioritized`, () => queue.prioritized.length],
        [`${key}:active`, () => queue.active],
      ];
    }),
  );
  return {
    add: (job) => {
      const queue = of(job.lane);
      const open = queue.openOfTenant.get(job.tenant) ?? 0;
      queue.openOfTenant.set(job.tenant, open + 1);
      (open < fairShareOfLane ? queue.wait : queue.prioritized).add(job);
    },
    take: (lane) => {
      const queue = of(lane);
      const job = queue.wait.take() ?? queue.prioritized.take();
      if (job !== undefined) queue.active += 1;
      return job;
    },
    giveBack: (job) => {
      const queue = of(job.lane);
      queue.active -= 1;
      queue.wait.addFirst(job);
    },
    finish: (job) => {
      const queue = of(job.lane);
      queue.active -= 1;
      queue.openOfTenant.set(job.tenant, (queue.openOfTenant.get(job.tenant) ?? 1) - 1);
    },
    lengthOf: (listName) => lengths.get(listName)?.() ?? 0,
    open: () =>
      [...queues.values()].reduce(
        (sum, { wait, prioritized, active }) => sum + wait.length + prioritized.length + active,
        0,
      ),
  };
}
