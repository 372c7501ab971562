import { type Clock, systemClock } from '@ragfleet/kernel';
import type { Redis } from '@ragfleet/redis-connection';
import type { Worker } from 'bullmq';
import { createStuckWatch } from './stuck-watch.ts';

type OpenWorker = Pick<Worker, 'close' | 'getBackend'>;

/** A worker of one queue that is replaced when it is stuck. */
export interface WatchedWorker<W extends OpenWorker> {
  current(): W;
  /** Those that still run jobs, or would: all of them have to be closed. */
  all(): readonly W[];
  /** A job has been fetched, or is done. */
  took(): void;
  gaveBack(): void;
  /** False when the worker that took the place of a stuck one fetches nothing either. */
  isHealthy(): boolean;
  /** Looks every 5 s from now on, until `stopWatching`. */
  watch(): void;
  stopWatching(): void;
}

export interface WatchedWorkerOptions<W extends OpenWorker> {
  readonly queueName: string;
  /** A connection of the queue Redis that is asked for the backlog. */
  readonly redis: Redis;
  /** A worker that fetches from its first moment on. */
  readonly open: () => W;
  readonly hasFreeSlot: (held: number) => boolean;
  readonly onReplaced: () => void;
  readonly onError: (error: unknown) => void;
  readonly clock?: Clock;
  readonly lookEveryMs?: number;
}

const LOOK_EVERY_MS = 5_000;

export function createWatchedWorker<W extends OpenWorker>(
  options: WatchedWorkerOptions<W>,
): WatchedWorker<W> {
  const { queueName, redis, open, hasFreeSlot, onError, clock = systemClock } = options;
  const watch = createStuckWatch(redis, queueName, clock);
  const retired = new Set<W>();
  let current = open();
  let held = 0;
  let isHopeless = false;
  let timer: NodeJS.Timeout | undefined;
  /** The old one goes when the jobs that it still runs are done. */
  const replace = (): void => {
    const old = current;
    retired.add(old);
    old.close().then(() => retired.delete(old), onError);
    current = open();
    options.onReplaced();
  };
  const look = async (): Promise<void> => {
    const health = await watch.look(hasFreeSlot(held));
    isHopeless = health === 'hopeless';
    if (health === 'stuck' && timer !== undefined) replace();
  };
  return {
    current: () => current,
    all: () => [current, ...retired],
    took: () => {
      held += 1;
      watch.fetched();
    },
    gaveBack: () => {
      held -= 1;
    },
    isHealthy: () => !isHopeless,
    watch: () => {
      timer = setInterval(() => void look().catch(onError), options.lookEveryMs ?? LOOK_EVERY_MS).unref();
    },
    stopWatching: () => {
      clearInterval(timer);
      timer = undefined;
    },
  };
}
