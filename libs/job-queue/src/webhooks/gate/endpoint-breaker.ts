import type { Reach } from './contract.ts';

/** Keeps attempts away from an endpoint that fails, but for one at a time that looks whether it is back. Times in milliseconds. */
export interface EndpointBreaker {
  /** How long nothing may be sent; 0 when something may, null while somebody looks. */
  closedForMs(nowMs: number): number | null;
  /** An attempt of this delivery begins. */
  begin(deliveryId: string): void;
  end(deliveryId: string, reach: Reach, nowMs: number): void;
  /** True when forgetting it would change nothing. */
  isIdle(): boolean;
}

/** Different deliveries that fail one after the other: one alone may fail by its own body. */
export const FAILURES_TO_OPEN = 5;
export const FIRST_PAUSE_MS = 30_000;
export const LONGEST_PAUSE_MS = 300_000;

/**
 * Lets everything through until deliveries fail in a row, then pauses: 30 s, twice as long after each look that failed,
 * at most 5 minutes. Whatever answers in the meantime ends the pause.
 */
export function createEndpointBreaker(): EndpointBreaker {
  const failed = new Set<string>();
  let pauseMs = 0;
  let opensAtMs = 0;
  let looking: string | null = null;

  const pause = (nowMs: number): void => {
    pauseMs = pauseMs === 0 ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    opensAtMs = nowMs + pauseMs;
  };
  const reset = (): void => {
    failed.clear();
    pauseMs = 0;
    looking = null;
  };

  return {
    closedForMs: (nowMs) => {
      if (pauseMs === 0) return 0;
      if (nowMs < opensAtMs) return opensAtMs - nowMs;
      return looking === null ? 0 : null;
    },
    begin: (deliveryId) => {
      if (pauseMs > 0) looking = deliveryId;
    },
    end: (deliveryId, reach, nowMs) => {
      if (reach === 'alive') return reset();
      const isEndOfLook = looking === deliveryId;
      if (isEndOfLook) looking = null;
      if (reach === 'unknown') return;
      // A failure that began before the pause says nothing about now.
      if (pauseMs > 0) return isEndOfLook ? pause(nowMs) : undefined;
      failed.add(deliveryId);
      if (failed.size >= FAILURES_TO_OPEN) pause(nowMs);
    },
    isIdle: () => pauseMs === 0 && failed.size === 0,
  };
}
