import { DEFAULT_DEADLINE_SECONDS, LANE_POLICIES } from '@ragfleet/contracts';
import type { EventQueue } from '../event-queue.ts';
import { type FleetStats, newFleetStats } from './fleet-stats.ts';
import type { Job } from './job.ts';
import type { LaneQueues } from './lane-queues.ts';
import { firstToGo, lanesWithSlot, newPod, type Pod, type Slots } from './pod.ts';

/** How a worker pod lives. Times in milliseconds. */
export interface PodRules {
  readonly slots: Slots;
  /** From its creation until it takes jobs: scheduling, image, start. */
  readonly startMs: number;
  /** SHUTDOWN_GRACE_SECONDS: what is not done by then is given back. */
  readonly drainMs: number;
  /** terminationGracePeriodSeconds: what runs then is cut. */
  readonly killMs: number;
  /** Who looks for jobs of lost pods: the reconciler always, or workers alone and so only while one of them lives. */
  readonly stalledChecks: 'reconciler' | 'workers';
}

export interface Fleet {
  readonly submit: (job: Job) => void;
  /** Starts or stops pods. Those that drain do not count. */
  readonly scaleTo: (replicas: number) => void;
  /** A node goes away with its busiest pod; the Deployment starts another one unless it was draining. */
  readonly loseOne: () => void;
  readonly replicas: () => number;
  /** Pods that have begun, and those that have not left yet. */
  readonly livingPods: () => readonly Pod[];
  readonly stats: FleetStats;
}

/** Workers on the lanes' queues, in the time of `events`. */
export function createFleet(events: EventQueue, queues: LaneQueues, rules: PodRules): Fleet {
  const pods = new Set<Pod>();
  const stats = newFleetStats();
  let lastId = 0;
  const serving = (): Pod[] => [...pods].filter(({ isDraining }) => !isDraining);

  function start(): void {
    const pod = newPod((lastId += 1), events.nowMs());
    pods.add(pod);
    events.at(events.nowMs() + rules.startMs, () => {
      if (!pods.has(pod) || pod.isDraining) return;
      pod.readyMs = events.nowMs();
      fill(pod);
    });
  }

  function leave(pod: Pod): void {
    if (pods.delete(pod)) stats.podLives.push({ fromMs: pod.createdMs, toMs: events.nowMs() });
  }

  function fill(pod: Pod): void {
    for (let job = takeFor(pod); job !== undefined; job = takeFor(pod)) run(pod, job);
  }

  function takeFor(pod: Pod): Job | undefined {
    for (const lane of lanesWithSlot(pod, rules.slots)) {
      const job = queues.take(lane);
      if (job !== undefined) return job;
    }
    return undefined;
  }

  function expire(job: Job): void {
    queues.finish(job);
    stats.expired += 1;
  }

  function run(pod: Pod, job: Job): void {
    if (events.nowMs() > job.arrivedMs + DEFAULT_DEADLINE_SECONDS[job.lane] * 1_000) return expire(job);
    pod.running.add(job);
    if (job.startedMs === null) stats.waitsMs.push(events.nowMs() - job.arrivedMs);
    job.startedMs ??= events.nowMs();
    events.at(events.nowMs() + job.serviceMs, () => {
      if (!pod.running.delete(job)) return;
      queues.finish(job);
      stats.finished += 1;
      if (pod.isDraining && pod.running.size === 0) leave(pod);
      fill(pod);
    });
  }

  /** The least busy pods first: they have asked for work the longest. */
  function fillAll(): void {
    for (const pod of serving().toSorted((a, b) => a.running.size - b.running.size)) fill(pod);
  }

  function stop(pod: Pod): void {
    pod.isDraining = true;
    if (pod.running.size === 0) return leave(pod);
    stats.busyPodsStopped += 1;
    events.at(events.nowMs() + rules.drainMs, () => handBack(pod));
    events.at(events.nowMs() + rules.killMs, () => {
      stats.killedMidJob += pods.has(pod) ? pod.running.size : 0;
      cut(pod);
    });
  }

  function handBack(pod: Pod): void {
    if (!pods.has(pod)) return;
    stats.handedBack += pod.running.size;
    for (const job of pod.running) queues.giveBack(job);
    pod.running.clear();
    leave(pod);
    fillAll();
  }

  /** Its jobs stay `active` until a stalled check finds that nobody holds their locks. */
  function cut(pod: Pod): void {
    const jobs = [...pod.running];
    pod.running.clear();
    leave(pod);
    for (const job of jobs) {
      job.lostRuns += 1;
      const { lockDurationMs, stalledIntervalMs } = LANE_POLICIES[job.lane];
      events.at(events.nowMs() + lockDurationMs + stalledIntervalMs, () => recover(job, stalledIntervalMs));
    }
  }

  function recover(job: Job, stalledIntervalMs: number): void {
    const isSeen = rules.stalledChecks === 'reconciler' || [...pods].some(({ readyMs }) => readyMs !== null);
    if (!isSeen) return events.at(events.nowMs() + stalledIntervalMs, () => recover(job, stalledIntervalMs));
    stats.recovered += 1;
    queues.giveBack(job);
    fillAll();
  }

  return {
    submit: (job) => {
      stats.submitted += 1;
      queues.add(job);
      fillAll();
    },
    scaleTo: (replicas) => {
      for (let missing = replicas - serving().length; missing > 0; missing -= 1) start();
      for (let surplus = serving().length - replicas; surplus > 0; surplus -= 1) {
        const pod = firstToGo(serving());
        if (pod !== undefined) stop(pod);
      }
    },
    loseOne: () => {
      const [pod] = [...pods].toSorted((a, b) => b.running.size - a.running.size);
      if (pod === undefined) return;
      cut(pod);
      if (!pod.isDraining) start();
    },
    replicas: () => serving().length,
    livingPods: () => [...pods],
    stats,
  };
}
