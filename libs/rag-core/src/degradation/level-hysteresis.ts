import type { Clock } from '@ragfleet/kernel';
import { rankOf } from './level-in-force.ts';
import type { RuledLevel } from './wanted-level.ts';

export interface HysteresisTimes {
  /** How long a level must be asked for before it comes into force. */
  readonly enterMs: number;
  /** How long less must be asked for before it ends. Longer, so that a level does not come and go. */
  readonly leaveMs: number;
  /** Nobody looked for longer than this: what was asked for before says nothing. */
  readonly maxGapMs: number;
}

/** The level after one more look. `current` is the level that is kept, whoever has changed it. */
export interface LevelHysteresis {
  next(current: RuledLevel, wanted: RuledLevel): RuledLevel;
  /** Forgets what was asked for. */
  restart(): void;
}

const ENTERED: readonly RuledLevel[] = ['minimal', 'reduced'];

export function createLevelHysteresis(
  times: HysteresisTimes,
  clock: Pick<Clock, 'monotonicMs'>,
): LevelHysteresis {
  let askedSince = new Map<RuledLevel, number>();
  /** Since when less is asked for, and the most of it: where the level goes when the time has passed. */
  let calm: { readonly sinceMs: number; readonly strictest: RuledLevel } | null = null;
  let lastLookMs = Number.NEGATIVE_INFINITY;
  let decided: RuledLevel = 'full';

  const restart = (): void => {
    askedSince = new Map();
    calm = null;
  };
  const look = (current: RuledLevel, wanted: RuledLevel, nowMs: number): void => {
    if (nowMs - lastLookMs > times.maxGapMs || current !== decided) restart();
    lastLookMs = nowMs;
    for (const level of ENTERED) {
      if (rankOf(wanted) < rankOf(level)) askedSince.delete(level);
      else if (!askedSince.has(level)) askedSince.set(level, nowMs);
    }
    if (rankOf(wanted) >= rankOf(current)) calm = null;
    else calm = { sinceMs: calm?.sinceMs ?? nowMs, strictest: stricterOf(calm?.strictest ?? 'full', wanted) };
  };
  const decide = (current: RuledLevel, nowMs: number): RuledLevel => {
    const hasLasted = (level: RuledLevel): boolean =>
      nowMs - (askedSince.get(level) ?? Infinity) >= times.enterMs;
    const entered = ENTERED.find((level) => rankOf(level) > rankOf(current) && hasLasted(level));
    if (entered !== undefined) return entered;
    return calm !== null && nowMs - calm.sinceMs >= times.leaveMs ? calm.strictest : current;
  };
  return {
    restart,
    next: (current, wanted) => {
      const nowMs = clock.monotonicMs();
      look(current, wanted, nowMs);
      decided = decide(current, nowMs);
      if (decided !== current) calm = null;
      return decided;
    },
  };
}

const stricterOf = (one: RuledLevel, other: RuledLevel): RuledLevel =>
  rankOf(one) >= rankOf(other) ? one : other;
