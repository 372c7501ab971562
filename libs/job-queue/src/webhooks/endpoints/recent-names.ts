import type { Clock } from '@ragfleet/kernel';

/** Names that were put down a moment ago. */
export interface RecentNames {
  has(name: string): boolean;
  add(name: string): void;
  forget(name: string): void;
}

export interface RecentNamesOptions {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly forMs: number;
  readonly maxNames: number;
}

/** Each for `forMs` from when it was put down; beyond `maxNames` the oldest goes. */
export function createRecentNames({ clock, forMs, maxNames }: RecentNamesOptions): RecentNames {
  const untilMs = new Map<string, number>();
  return {
    has: (name) => clock.monotonicMs() < (untilMs.get(name) ?? 0),
    add: (name) => {
      // Put in anew, it is the last to go.
      untilMs.delete(name);
      const [oldest] = untilMs.size >= maxNames ? untilMs.keys() : [];
      if (oldest !== undefined) untilMs.delete(oldest);
      untilMs.set(name, clock.monotonicMs() + forMs);
    },
    forget: (name) => void untilMs.delete(name),
  };
}
