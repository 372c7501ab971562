import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createServerClock, type ServerClock } from './index.ts';

const HOUR_MS = 3_600_000;
/** A moment more than half a minute. */
const LATER_MS = 30_001;
const START = Date.UTC(2026, 2, 15, 12);
let clock: ServerClock;
let isAway: boolean;
let roundTripMs: number;
/** Of the server, before this machine's. */
let aheadMs: number;
let serverStartMs: number;

const halfTrip = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, roundTripMs / 2));
const server = {
  time: async (): Promise<[number, number]> => {
    if (isAway) throw new Error('away');
    await halfTrip();
    const nowMs = serverStartMs + performance.now() + aheadMs;
    await halfTrip();
    return [Math.floor(nowMs / 1_000), (nowMs % 1_000) * 1_000];
  },
};

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  serverStartMs = START - performance.now();
  isAway = false;
  roundTripMs = 80;
  aheadMs = HOUR_MS;
  clock = createServerClock(server);
});
afterEach(() => {
  clock.stop();
  vi.useRealTimers();
});

const start = async (): Promise<void> => {
  const started = clock.start();
  await vi.advanceTimersByTimeAsync(roundTripMs);
  await started;
};
const serverNowMs = (): number => serverStartMs + performance.now() + aheadMs;

describe('createServerClock', () => {
  it("is the server's, give or take half a round trip", async () => {
    await start();
    expect(clock.nowMs()).toBe(serverNowMs());
    await vi.advanceTimersByTimeAsync(5_000);
    expect(clock.nowMs()).toBe(serverNowMs());
  });

  it("takes no notice of a jump of this machine's clock", async () => {
    await start();
    vi.setSystemTime(START - 2 * HOUR_MS);
    expect(clock.nowMs()).toBe(serverNowMs());
  });

  it("follows the server's clock within half a minute", async () => {
    await start();
    aheadMs = 0;
    expect(clock.nowMs()).toBe(serverNowMs() + HOUR_MS);
    await vi.advanceTimersByTimeAsync(LATER_MS + roundTripMs);
    expect(clock.nowMs()).toBe(serverNowMs());
  });

  it('goes on with what it has heard while the server is away, and with an answer that came late', async () => {
    await start();
    isAway = true;
    await vi.advanceTimersByTimeAsync(LATER_MS + roundTripMs);
    expect(clock.nowMs()).toBe(serverNowMs());
    isAway = false;
    aheadMs = 0;
    roundTripMs = 2_000;
    await vi.advanceTimersByTimeAsync(LATER_MS + roundTripMs);
    expect(clock.nowMs()).toBe(serverNowMs() + HOUR_MS);
  });

  it("is this machine's when nothing was ever heard, and the server's a second after it is there", async () => {
    isAway = true;
    await start();
    expect(clock.nowMs()).toBe(START + roundTripMs);
    isAway = false;
    await vi.advanceTimersByTimeAsync(1_000 + roundTripMs);
    expect(clock.nowMs()).toBe(serverNowMs());
  });
});
