import { setTimeout as pause } from 'node:timers/promises';
import type { Service } from '@ragfleet/service-runtime';

export interface SweepOptions {
  readonly name: string;
  readonly onError: (error: unknown) => void;
  /** Milliseconds until the next sweep. */
  readonly sweep: (signal: AbortSignal) => Promise<number>;
  /** After a sweep that failed. */
  readonly afterErrorMs: number;
}

/** Sweeps at the start, and then again and again until it is stopped; the sweep that runs then ends first. */
export function createSweeps({ name, sweep, onError, afterErrorMs }: SweepOptions): Service {
  const stopping = new AbortController();
  const { signal } = stopping;
  let running = Promise.resolve();
  const sweepOnce = (): Promise<number> =>
    sweep(signal).catch((error: unknown) => {
      if (!signal.aborted) onError(error);
      return afterErrorMs;
    });
  const sweepAll = async (): Promise<void> => {
    while (!signal.aborted) await pause(await sweepOnce(), undefined, { signal }).catch(() => {});
  };
  return {
    name,
    start: async () => {
      running = sweepAll();
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
