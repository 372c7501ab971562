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

/** Worker pods on the lanes' queues, in the time of `events`. */
export class Fleet {
  readonly stats: FleetStats = newFleetStats();
  readonly #pods = new Set<Pod>();
  readonly #events: EventQueue;
  readonly #queues: LaneQueues;
  readonly #rules: PodRules;
  #lastId = 0;

  constructor(events: EventQueue, queues: LaneQueues, rules: PodRules) {
    this.#events = events;
    this.#queues = queues;
    this.#rules = rules;
  }

  /** Pods that have not been told to stop, those that have yet to begin among them: what the HPA counts. */
  get replicas(): number {
    return this.#serving().length;
  }

  /** Pods that have not left yet. */
  get livingPods(): readonly Pod[] {
    return [...this.#pods];
  }

  submit(job: Job): void {
    this.stats.submitted += 1;
    this.#queues.add(job);
    this.#fillAll();
  }

  /** Starts or stops pods. Those that drain do not count. */
  scaleTo(replicas: number): void {
    for (let missing = replicas - this.replicas; missing > 0; missing -= 1) this.#start();
    for (let surplus = this.replicas - replicas; surplus > 0; surplus -= 1) {
      const pod = firstToGo(this.#serving());
      if (pod !== undefined) this.#stop(pod);
    }
  }

  /** A node goes away with its busiest pod; the Deployment starts another one unless that one was draining. */
  loseOne(): void {
    const [pod] = this.livingPods.toSorted((a, b) => b.running.size - a.running.size);
    if (pod === undefined) return;
    this.#cut(pod);
    if (!pod.isDraining) this.#start();
  }

  #serving(): Pod[] {
    return [...this.#pods].filter(({ isDraining }) => !isDraining);
  }

  #later(ms: number, happen: () => void): void {
    this.#events.at(this.#events.nowMs() + ms, happen);
  }

  #start(): void {
    const pod = newPod((this.#lastId += 1), this.#events.nowMs());
    this.#pods.add(pod);
    this.#later(this.#rules.startMs, () => {
      if (!this.#pods.has(pod) || pod.isDraining) return;
      pod.readyMs = this.#events.nowMs();
      this.#fill(pod);
    });
  }

  #leave(pod: Pod): void {
    if (this.#pods.delete(pod))
      this.stats.podLives.push({ fromMs: pod.createdMs, toMs: this.#events.nowMs() });
  }

  /** The least busy pods first: they have asked for work the longest. */
  #fillAll(): void {
    for (const pod of this.#serving().toSorted((a, b) => a.running.size - b.running.size)) this.#fill(pod);
  }

  #fill(pod: Pod): void {
    for (let job = this.#takeFor(pod); job !== undefined; job = this.#takeFor(pod)) this.#run(pod, job);
  }

  #takeFor(pod: Pod): Job | undefined {
    for (const lane of lanesWithSlot(pod, this.#rules.slots)) {
      const job = this.#queues.take(lane);
      if (job !== undefined) return job;
    }
    return undefined;
  }

  #run(pod: Pod, job: Job): void {
    const nowMs = this.#events.nowMs();
    if (nowMs > job.arrivedMs + DEFAULT_DEADLINE_SECONDS[job.lane] * 1_000) return this.#expire(job);
    pod.running.add(job);
    if (job.startedMs === null) this.stats.waitsMs.push(nowMs - job.arrivedMs);
    job.startedMs ??= nowMs;
    this.#later(job.serviceMs, () => this.#finish(pod, job));
  }

  #expire(job: Job): void {
    this.#queues.finish(job);
    this.stats.expired += 1;
  }

  /** Nothing where the pod no longer has the job. */
  #finish(pod: Pod, job: Job): void {
    if (!pod.running.delete(job)) return;
    this.#queues.finish(job);
    this.stats.finished += 1;
    if (pod.isDraining && pod.running.size === 0) this.#leave(pod);
    this.#fill(pod);
  }

  #stop(pod: Pod): void {
    pod.isDraining = true;
    if (pod.running.size === 0) return this.#leave(pod);
    this.stats.busyPodsStopped += 1;
    this.#later(this.#rules.drainMs, () => this.#handBack(pod));
    this.#later(this.#rules.killMs, () => {
      this.stats.killedMidJob += pod.running.size;
      this.#cut(pod);
    });
  }

  #handBack(pod: Pod): void {
    this.stats.handedBack += pod.running.size;
    for (const job of pod.running) this.#queues.giveBack(job);
    pod.running.clear();
    this.#leave(pod);
    this.#fillAll();
  }

  /** Its jobs stay `active` until a stalled check finds that nobody holds their locks. */
  #cut(pod: Pod): void {
    const jobs = [...pod.running];
    pod.running.clear();
    this.#leave(pod);
    for (const job of jobs) {
      const { lockDurationMs, stalledIntervalMs } = LANE_POLICIES[job.lane];
      this.#later(lockDurationMs + stalledIntervalMs, () => this.#recover(job));
    }
  }

  #recover(job: Job): void {
    const isSeen =
      this.#rules.stalledChecks === 'reconciler' || this.livingPods.some(({ readyMs }) => readyMs !== null);
    if (!isSeen) return this.#later(LANE_POLICIES[job.lane].stalledIntervalMs, () => this.#recover(job));
    this.stats.recovered += 1;
    this.#queues.giveBack(job);
    this.#fillAll();
  }
}
