import { DAY_MS, Fault } from '@ragfleet/kernel';

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

/** The days of a period that somebody asked for. Fault `invalid-input` where it has none, or more than are kept. */
export function daysOfPeriod(fromMs: number, toMs: number): string[] {
  const days = daysBetween(fromMs, toMs);
  if (days.length > 0) return days;
  throw new Fault(
    'invalid-input',
    `Ask for a period of 1 to ${KEPT_DAYS} days whose start is not after its end. Without an end it is up to today.`,
  );
}
