import { type Clock, systemClock } from '@ragfleet/kernel';

/** Whether a loop that never ends still comes round. */
export interface LoopHeartbeat {
  beat(): void;
  /** True before the first beat: a loop that has not begun is not stuck. */
  isLive(): boolean;
}

/** Every wait in a loop has a deadline; all of one round together stay far below this. */
const SILENT_MS = 300_000;

export function createLoopHeartbeat(clock: Clock = systemClock): LoopHeartbeat {
  let beatAtMs: number | null = null;
  return {
    beat: () => {
      beatAtMs = clock.monotonicMs();
    },
    isLive: () => beatAtMs === null || clock.monotonicMs() - beatAtMs < SILENT_MS,
  };
}
