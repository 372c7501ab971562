import type { Lane } from '@ragfleet/kernel';
import { describe, expect, test } from 'vitest';
import { createEventQueue } from '../event-queue.ts';
import { Fleet, type PodRules } from './fleet.ts';
import type { Job } from './job.ts';
import { createLaneQueues } from './lane-queues.ts';

const RULES: PodRules = {
  slots: { reserved: { high: 2, normal: 1, low: 1 }, shared: 6 },
  startMs: 20_000,
  drainMs: 90_000,
  killMs: 120_000,
  stalledChecks: 'reconciler',
};
const job = (arrivedMs: number, serviceMs: number, lane: Lane = 'normal'): Job => ({
  lane,
  tenant: 'acme',
  arrivedMs,
  serviceMs,
  startedMs: null,
});

function fleetWith(rules: Partial<PodRules> = {}) {
  const events = createEventQueue();
  const queues = createLaneQueues(5);
  const fleet = new Fleet(events, queues, { ...RULES, ...rules });
  return { events, queues, fleet };
}

/** One pod that has a job of `serviceMs` in it, 20 s after the begin. */
function busyPod(serviceMs: number, rules: Partial<PodRules> = {}) {
  const made = fleetWith(rules);
  made.fleet.scaleTo(1);
  made.fleet.submit(job(0, serviceMs));
  made.events.runUntil(20_000);
  expect(made.queues.lengthOf('bull:rag-normal:active')).toBe(1);
  return made;
}

test('a pod takes jobs when it has begun, and the wait is told', () => {
  const { fleet } = busyPod(1_000);
  expect(fleet.stats.waitsMs).toEqual([20_000]);
});

test('KEDA sees what waits, what waits behind the fair share, and nothing under another name', () => {
  const { fleet, queues } = fleetWith();
  for (let index = 0; index < 8; index += 1) fleet.submit(job(0, 1_000));
  expect(queues.lengthOf('bull:rag-normal:wait')).toBe(5);
  expect(queues.lengthOf('bull:rag-normal:prioritized')).toBe(3);
  expect(queues.lengthOf('rag-normal:wait')).toBe(0);
});

test('a question whose deadline has passed ends without a run', () => {
  const { fleet, events } = fleetWith();
  fleet.submit(job(0, 1_000, 'high'));
  events.runUntil(60_000);
  fleet.scaleTo(1);
  events.runUntil(90_000);
  expect(fleet.stats).toMatchObject({ expired: 1, finished: 0, waitsMs: [] });
});

describe('a pod that is scaled in', () => {
  test('finishes its job, and takes no other', () => {
    const { fleet, events, queues } = busyPod(3_000);
    fleet.scaleTo(0);
    fleet.submit(job(20_000, 1_000));
    events.runUntil(60_000);
    expect(fleet.stats).toMatchObject({ busyPodsStopped: 1, finished: 1, handedBack: 0, killedMidJob: 0 });
    expect(queues.lengthOf('bull:rag-normal:wait')).toBe(1);
  });

  test('gives back what outlasts its grace', () => {
    const { fleet, events, queues } = busyPod(100_000);
    fleet.scaleTo(0);
    events.runUntil(300_000);
    expect(fleet.stats).toMatchObject({ handedBack: 1, killedMidJob: 0, finished: 0 });
    expect(queues.lengthOf('bull:rag-normal:wait')).toBe(1);
  });

  test('is killed with its job where the grace period of Kubernetes is the shorter one', () => {
    const { fleet, events } = busyPod(100_000, { killMs: 30_000 });
    fleet.scaleTo(0);
    events.runUntil(300_000);
    expect(fleet.stats).toMatchObject({ handedBack: 0, killedMidJob: 1 });
  });
});

describe('a node that goes away', () => {
  test('leaves its jobs in `active`, where a stalled check finds them; another pod comes', () => {
    const { fleet, events, queues } = busyPod(5_000);
    fleet.loseOne();
    expect(queues.lengthOf('bull:rag-normal:active')).toBe(1);
    expect(fleet.replicas).toBe(1);
    events.runUntil(60_000);
    expect(fleet.stats).toMatchObject({ recovered: 1, finished: 1 });
  });

  test('with the last pod of a fleet scaled to zero: found by the reconciler, never by workers alone', () => {
    const lastPod = (stalledChecks: PodRules['stalledChecks']) => {
      const made = busyPod(60_000, { stalledChecks });
      made.fleet.scaleTo(0);
      made.fleet.loseOne();
      made.events.runUntil(24 * 3_600_000);
      return [
        made.queues.lengthOf('bull:rag-normal:active'),
        made.queues.lengthOf('bull:rag-normal:wait'),
      ] as const;
    };
    expect(lastPod('workers')).toEqual([1, 0]);
    expect(lastPod('reconciler')).toEqual([0, 1]);
  });
});
