import type { Accepted, Ask, Load, LoadOptions } from './contract.ts';

const MAX_TICK_MS = 50;

/** Begins questions at even times, by the clock and not by the tick: a late tick begins all that is due. */
export function keepAsking({ perSecond, ...ask }: LoadOptions, begin: (ask: Ask) => Promise<Accepted>): Load {
  const running: Promise<Accepted>[] = [];
  const startedAtMs = performance.now();
  const beginDue = (): void => {
    while (running.length < ((performance.now() - startedAtMs) * perSecond) / 1_000) {
      const one = begin(ask);
      one.catch(() => undefined); // heard in stop()
      running.push(one);
    }
  };
  const timer = setInterval(beginDue, Math.min(1_000 / perSecond, MAX_TICK_MS));
  return {
    stop: () => {
      clearInterval(timer);
      return Promise.all(running);
    },
  };
}
