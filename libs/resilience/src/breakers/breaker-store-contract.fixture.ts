import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type BreakerRules,
  type BreakerState,
  type BreakerStore,
  NOTHING_SEEN,
  type Probe,
  type ProbeOutcome,
  type SeenCalls,
} from './breaker-store.ts';

export const FAILED: SeenCalls = {
  ...NOTHING_SEEN,
  calls: 1,
  failures: 1,
  failedSinceMs: [0],
  ownFailuresInARow: 1,
};
export const SUCCEEDED: SeenCalls = { ...NOTHING_SEEN, calls: 1, succeededSinceMs: 0, longestMs: 0 };

const RULES: BreakerRules = { consecutiveFailures: 3, resetMs: 60_000, confirmMs: 0 };
/** Open, and to be probed at once. */
const CONCURRENCY: BreakerRules = { ...RULES, resetMs: 0 };

/** What every store of breakers promises; `open` gives the same store each time, or two that share their state. */
export function describeBreakerStoreContract(title: string, open: () => BreakerStore): void {
  describe(`${title}, as a store of breakers`, () => {
    let store: BreakerStore;
    let name: string;
    beforeEach(() => {
      store = open();
      name = `model ${randomUUID()}`;
    });
    const report = (seen: SeenCalls, rules = RULES) => store.report(name, rules, seen);
    const fail = async (times: number, rules = RULES): Promise<BreakerState> => {
      for (let count = 1; count < times; count += 1) await report(FAILED, rules);
      return report(FAILED, rules);
    };
    const take = async (rules = CONCURRENCY): Promise<Probe | null> =>
      (await store.takeProbe(name, rules)).probe;
    const taken = async (): Promise<Probe> => {
      const probe = await take();
      if (probe === null) throw new Error('No place among the probes.');
      return probe;
    };
    const end = (probe: Probe, outcome: ProbeOutcome) => store.endProbe(name, CONCURRENCY, probe, outcome);

    it('is closed for a name that nobody has used', async () => {
      expect(await report(NOTHING_SEEN)).toMatchObject({ state: 'closed', failures: 0, openedAtMs: null });
      expect(await take()).toBeNull();
    });

    it('opens on failures in a row, whoever reports them, and lets no probe go before the reset', async () => {
      expect(await fail(2)).toMatchObject({ state: 'closed', failures: 2 });
      const opened = await open().report(name, RULES, FAILED);
      expect(opened).toMatchObject({ state: 'open', failures: 3 });
      expect(opened.resetInMs).toBeGreaterThan(50_000);
      expect(await take(RULES)).toBeNull();
    });

    it('counts several failures of one report, and the failures of others alone', async () => {
      await report({ ...FAILED, calls: 2, failures: 2, failedSinceMs: [0, 0] });
      expect(await store.report(`${name}'s other`, RULES, FAILED)).toMatchObject({ failures: 1 });
      expect(await report(FAILED)).toMatchObject({ state: 'open' });
    });

    it('starts anew after a success, but for failures that came after it', async () => {
      await fail(2);
      expect(await report(SUCCEEDED)).toMatchObject({ failures: 0 });
      await fail(1);
      expect(await report({ ...FAILED, calls: 10, succeededSinceMs: 30_000 })).toMatchObject({
        failures: 2,
      });
      const again = { ...FAILED, calls: 3, failures: 2, succeededSinceMs: 0 };
      expect(await report(again)).toMatchObject({ state: 'closed', failures: 1 });
    });

    it('waits for a row that no process had alone to stand, and not for one that one had', async () => {
      const busy = { ...RULES, confirmMs: 60_000 };
      expect(await fail(9, busy)).toMatchObject({ state: 'closed', failures: 3 });
      const own = { ...FAILED, ownFailuresInARow: 3 };
      expect(await report(own, busy)).toMatchObject({ state: 'open' });
    });

    it('opens on a row that has stood, however many came meanwhile', async () => {
      const busy = { ...RULES, confirmMs: 500 };
      await report({ ...SUCCEEDED, calls: 100_000 }, busy);
      await expect
        .poll(() => fail(20, busy), { interval: 10, timeout: 5_000 })
        .toMatchObject({ state: 'open' });
    });

    it('opens when half of at least 20 calls fail, never three in a row', async () => {
      const half: SeenCalls = { ...FAILED, calls: 6, failures: 3, succeededSinceMs: 0 };
      for (let calls = 6; calls < 20; calls += 6)
        expect(await report(half)).toMatchObject({ state: 'closed' });
      expect(await report(half)).toMatchObject({ state: 'open' });
    });

    it('stays closed when less than half of them fail', async () => {
      const less: SeenCalls = { ...FAILED, calls: 60, failures: 29, succeededSinceMs: 0 };
      expect(await report(less)).toMatchObject({ state: 'closed' });
    });

    it('lends three probes, and closes when three have succeeded', async () => {
      await fail(3, CONCURRENCY);
      const probes = [await taken(), await taken(), await taken()] as const;
      expect(await take()).toBeNull();
      expect(await end(probes[0], 'succeeded')).toMatchObject({ state: 'half-open' });
      await end(probes[1], 'succeeded');
      expect(await end(probes[2], 'succeeded')).toMatchObject({ state: 'closed', failures: 0 });
    });

    it('opens again on one that fails, and then wants three successes again', async () => {
      await fail(3, CONCURRENCY);
      const late = await taken();
      for (let count = 0; count < 2; count += 1) await end(await taken(), 'succeeded');
      const before = await report(NOTHING_SEEN);
      const { opening } = await end(late, 'failed');
      expect(opening).toBeGreaterThan(before.opening);
      for (let count = 0; count < 2; count += 1) await end(await taken(), 'succeeded');
      expect(await report(NOTHING_SEEN)).toMatchObject({ state: 'half-open' });
      expect(await end(await taken(), 'succeeded')).toMatchObject({ state: 'closed' });
    });

    it('takes the place of a canceled probe back at once, and counts nothing', async () => {
      await fail(3, CONCURRENCY);
      for (let count = 0; count < 20; count += 1) await end(await taken(), 'returned');
      expect(await report(NOTHING_SEEN)).toMatchObject({ state: 'half-open' });
      for (let count = 0; count < 3; count += 1) await end(await taken(), 'succeeded');
      expect(await report(NOTHING_SEEN)).toMatchObject({ state: 'closed' });
    });

    it('does not listen to a probe of an opening that is over', async () => {
      await fail(3, CONCURRENCY);
      const [first, second] = [await taken(), await taken()];
      const reopened = await end(first, 'failed');
      expect(await end(second, 'failed')).toMatchObject({ opening: reopened.opening });
    });

    it('does not open by what is reported while it is open', async () => {
      const opened = await fail(3);
      expect(await fail(5)).toMatchObject({ opening: opened.opening });
    });

    it('says half-open when the reset is over', async () => {
      const soon = { ...RULES, resetMs: 40 };
      expect(await fail(3, soon)).toMatchObject({ state: 'open' });
      await vi.waitUntil(async () => (await report(NOTHING_SEEN, soon)).state === 'half-open');
    });
  });
}
