import { createKedaScaler, HPA_SYNC_MS, type QueueLengths, type ScaledObject } from '@ragfleet/autoscaling';
import { seededNumbers } from '@ragfleet/test-support';
import { createEventQueue, type EventQueue } from './event-queue.ts';
import { Fleet, type PodRules } from './fleet/fleet.ts';
import type { FleetStats } from './fleet/fleet-stats.ts';
import { createLaneQueues, type LaneQueues } from './fleet/lane-queues.ts';
import { arrivals } from './load/arrivals.ts';
import type { LoadProfile } from './load/load-profile.ts';

/** How long after its load a fleet may still take for what is open, before that counts as stranded. */
const AFTERMATH_MS = 60 * 60_000;
const SAMPLE_MS = 60_000;

export interface Scenario {
  readonly scaled: ScaledObject;
  readonly pods: PodRules;
  readonly load: LoadProfile;
  readonly seed: number;
  /** Jobs of one tenant in one lane that go to `wait`; those beyond it go to `prioritized`. */
  readonly fairShareOfLane: number;
  /** How old a queue's length is when the HPA acts on it. */
  readonly metricLagMs: number;
  /** When a node goes away with its busiest pod; null for never. */
  readonly nodeLossMs: number | null;
}

/** The fleet at one moment. `open` is what waits and what runs. */
export interface Sample {
  readonly atMs: number;
  readonly replicas: number;
  readonly open: number;
}

export interface Outcome {
  readonly stats: FleetStats;
  readonly samples: readonly Sample[];
  /** Jobs that nobody had finished an hour after the load. */
  readonly stranded: number;
  /** Accepted, neither finished nor expired, and in no queue. */
  readonly lost: number;
  /** From creation to exit of each pod, within the load's time. */
  readonly podHours: number;
}

/** Runs a load against a fleet that is scaled by the published rules. The same scenario always has the same outcome. */
export function simulate(scenario: Scenario): Outcome {
  const { scaled, pods, load, fairShareOfLane, nodeLossMs } = scenario;
  const events = createEventQueue();
  const queues = createLaneQueues(fairShareOfLane);
  const fleet = new Fleet(events, queues, pods);
  const endMs = load.minutes * 60_000;
  fleet.scaleTo(scaled.minReplicaCount);
  scheduleScaling(events, queues, fleet, scenario);
  scheduleArrivals(events, fleet, scenario);
  if (nodeLossMs !== null) events.at(nodeLossMs, () => fleet.loseOne());
  const samples = sampleUntil(endMs, events, queues, fleet);
  for (let nowMs = endMs; queues.open() > 0 && nowMs < endMs + AFTERMATH_MS; nowMs += SAMPLE_MS)
    events.runUntil(nowMs + SAMPLE_MS);
  const stranded = queues.open();
  return {
    stats: fleet.stats,
    samples,
    stranded,
    lost: fleet.stats.submitted - fleet.stats.finished - fleet.stats.expired - stranded,
    podHours: podHours(fleet, endMs),
  };
}

function scheduleScaling(events: EventQueue, queues: LaneQueues, fleet: Fleet, scenario: Scenario): void {
  const { scaled, metricLagMs } = scenario;
  const scaler = createKedaScaler(scaled);
  const poll = (): void => {
    fleet.scaleTo(scaler.poll(events.nowMs(), queues.lengthOf, fleet.replicas));
    events.at(events.nowMs() + scaled.pollingIntervalMs, poll);
  };
  const measure = (): void => {
    const lengths = lengthsNow(queues, scaled);
    events.at(events.nowMs() + metricLagMs, () =>
      fleet.scaleTo(scaler.sync(events.nowMs(), lengths, fleet.replicas)),
    );
    events.at(events.nowMs() + HPA_SYNC_MS, measure);
  };
  events.at(0, poll);
  events.at(HPA_SYNC_MS, measure);
}

function lengthsNow(queues: LaneQueues, { triggers }: ScaledObject): QueueLengths {
  const lengths = new Map(triggers.map(({ listName }) => [listName, queues.lengthOf(listName)]));
  return (listName) => lengths.get(listName) ?? null;
}

function scheduleArrivals(events: EventQueue, fleet: Fleet, { load, seed }: Scenario): void {
  const jobs = arrivals(load, seededNumbers(seed));
  const next = (): void => {
    const drawn = jobs.next();
    if (drawn.done === true) return;
    const job = drawn.value;
    events.at(job.arrivedMs, () => {
      fleet.submit(job);
      next();
    });
  };
  next();
}

function sampleUntil(endMs: number, events: EventQueue, queues: LaneQueues, fleet: Fleet): Sample[] {
  const samples: Sample[] = [];
  for (let atMs = 0; atMs <= endMs; atMs += SAMPLE_MS) {
    events.runUntil(atMs);
    samples.push({ atMs, replicas: fleet.replicas, open: queues.open() });
  }
  events.runUntil(endMs);
  return samples;
}

function podHours({ stats, livingPods }: Fleet, endMs: number): number {
  const living = livingPods.map(({ createdMs }) => ({ fromMs: createdMs, toMs: endMs }));
  const lives = [...stats.podLives, ...living];
  return (
    lives.reduce((sum, { fromMs, toMs }) => sum + Math.max(0, Math.min(toMs, endMs) - fromMs), 0) / 3_600_000
  );
}
