import type { Toxics } from '../contract.ts';

/** How long something is on its way, in ms. `luck` is from 0 up to 1, drawn once for it. */
export function latencyMs(latency: Toxics['latency'], luck: number): number {
  if (latency === undefined) return 0;
  return Math.max(0, latency.delayMs + (latency.jitterMs ?? 0) * (2 * luck - 1));
}
