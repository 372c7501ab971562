import { describe, expect, it } from 'vitest';
import {
  createEndpointBreaker,
  type EndpointBreaker,
  FAILURES_TO_OPEN,
  FIRST_PAUSE_MS,
  LONGEST_PAUSE_MS,
} from './endpoint-breaker.ts';

const fail = (breaker: EndpointBreaker, count = FAILURES_TO_OPEN, nowMs = 0): void => {
  for (let delivery = 0; delivery < count; delivery += 1) breaker.end(`wh-${delivery}`, 'failing', nowMs);
};
/** One look at the endpoint, as late as the breaker asks for. */
const look = (breaker: EndpointBreaker, reach: 'alive' | 'failing' | 'unknown', nowMs: number): number => {
  const atMs = nowMs + (breaker.closedForMs(nowMs) ?? 0);
  breaker.begin('wh-look');
  breaker.end('wh-look', reach, atMs);
  return atMs;
};

describe('the breaker of an endpoint', () => {
  it('pauses after the deliveries of an endpoint failed in a row, and not before', () => {
    const breaker = createEndpointBreaker();
    fail(breaker, FAILURES_TO_OPEN - 1);
    expect(breaker.closedForMs(0)).toBe(0);
    fail(breaker);
    expect(breaker.closedForMs(1_000)).toBe(FIRST_PAUSE_MS - 1_000);
  });

  it('is not moved by one delivery that fails again and again', () => {
    const breaker = createEndpointBreaker();
    for (let attempt = 0; attempt < 8; attempt += 1) breaker.end('wh-poison', 'failing', 0);
    expect(breaker.closedForMs(0)).toBe(0);
  });

  it('begins to count anew when one arrives', () => {
    const breaker = createEndpointBreaker();
    fail(breaker, FAILURES_TO_OPEN - 1);
    breaker.end('wh-x', 'alive', 0);
    fail(breaker, FAILURES_TO_OPEN - 1);
    expect(breaker.closedForMs(0)).toBe(0);
  });

  it('lets one look after its pause, and the others when that one arrived', () => {
    const breaker = createEndpointBreaker();
    fail(breaker);
    expect(breaker.closedForMs(FIRST_PAUSE_MS)).toBe(0);
    breaker.begin('wh-look');
    expect(breaker.closedForMs(FIRST_PAUSE_MS)).toBeNull();
    breaker.end('wh-look', 'alive', FIRST_PAUSE_MS);
    expect([breaker.closedForMs(FIRST_PAUSE_MS), breaker.isIdle()]).toEqual([0, true]);
  });

  it('pauses twice as long after each look that failed, up to its longest pause', () => {
    const breaker = createEndpointBreaker();
    fail(breaker);
    let nowMs = 0;
    const pauses = Array.from({ length: 6 }, () => {
      nowMs = look(breaker, 'failing', nowMs);
      return breaker.closedForMs(nowMs);
    });
    expect(pauses).toEqual([60_000, 120_000, 240_000, LONGEST_PAUSE_MS, LONGEST_PAUSE_MS, LONGEST_PAUSE_MS]);
  });

  it('lets another one look when the first learned nothing', () => {
    const breaker = createEndpointBreaker();
    fail(breaker);
    const atMs = look(breaker, 'unknown', 0);
    expect(breaker.closedForMs(atMs)).toBe(0);
  });

  it('does not pause longer for what began before the pause', () => {
    const breaker = createEndpointBreaker();
    fail(breaker);
    breaker.end('wh-late', 'failing', 20_000);
    expect(breaker.closedForMs(20_000)).toBe(FIRST_PAUSE_MS - 20_000);
    breaker.begin('wh-look');
    breaker.end('wh-late', 'failing', FIRST_PAUSE_MS);
    expect(breaker.closedForMs(FIRST_PAUSE_MS)).toBeNull();
  });
});
