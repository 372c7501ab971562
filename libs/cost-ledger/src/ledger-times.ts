import { DAY_MS } from '@ragfleet/kernel';
/** A year and what an auditor comes late by. */
export const KEPT_DAYS = 400;
export const KEPT_SECONDS = KEPT_DAYS * 86_400;

/** `YYYY-MM-DD` in UTC. */
export const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
/** `YYYY-MM` in UTC. */
export const monthOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 7);

/** The UTC days from one time to another, both included; empty when they are reversed or no times. */
export function daysBetween(fromMs: number, toMs: number): string[] {
  const first = Math.floor(fromMs / DAY_MS);
  const count = Math.floor(toMs / DAY_MS) - first + 1;
  if (!(count >= 1 && count <= KEPT_DAYS)) return [];
  return Array.from({ length: count }, (_, index) => dayOf((first + index) * DAY_MS));
}
