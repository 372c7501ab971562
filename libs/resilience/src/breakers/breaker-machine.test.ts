import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BreakerMachine, createBreakerMachine } from './breaker-machine.ts';
import { NOTHING_SEEN, type Probe, PROBE_LEASE_MS, type ProbeOutcome, PROBES } from './breaker-store.ts';

const RULES = { consecutiveFailures: 3, resetMs: 4_000, confirmMs: 0 };
const FAILED = { ...NOTHING_SEEN, calls: 1, failures: 1, failedSinceMs: [0] };
const SUCCEEDED = { ...NOTHING_SEEN, calls: 1, succeededSinceMs: 0 };

/** A breaker, its clock, and the probes that are out: whoever holds one may end it, keep it or die with it. */
interface World {
  readonly machine: BreakerMachine;
  nowMs: number;
  readonly out: (Probe & { readonly untilMs: number })[];
  /** Successes of the present opening that came back. */
  successes: number;
  opening: number;
}

type Step = (world: World) => void;

const step = {
  fail: (world: World) => void world.machine.report(FAILED),
  failInARow: ({ machine }: World) =>
    void machine.report({ ...FAILED, calls: 3, failures: 3, failedSinceMs: [0, 0, 0] }),
  succeed: (world: World) => void world.machine.report(SUCCEEDED),
  wait: (ms: number) => (world: World) => {
    world.nowMs += ms;
  },
  take: (world: World) => {
    const { probe } = world.machine.takeProbe();
    if (probe !== null) world.out.push({ ...probe, untilMs: world.nowMs + PROBE_LEASE_MS });
  },
  end: (at: number, outcome: ProbeOutcome) => (world: World) => {
    const [probe] = world.out.splice(at % Math.max(1, world.out.length), 1);
    if (probe === undefined) return;
    const before = world.machine.state();
    world.machine.endProbe(probe, outcome);
    if (outcome === 'succeeded' && probe.opening === before.opening) world.successes += 1;
  },
};

const steps: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.constant<Step>(step.fail), weight: 1 },
  { arbitrary: fc.constant<Step>(step.failInARow), weight: 2 },
  { arbitrary: fc.constant<Step>(step.succeed), weight: 1 },
  { arbitrary: fc.constant<Step>(step.take), weight: 4 },
  { arbitrary: fc.constantFrom(1, 900, 4_000, 4_000, 10_000).map(step.wait), weight: 3 },
  {
    arbitrary: fc
      .tuple(
        fc.nat(9),
        fc.constantFrom<ProbeOutcome>('succeeded', 'succeeded', 'succeeded', 'failed', 'returned'),
      )
      .map(([at, outcome]) => step.end(at, outcome)),
    weight: 4,
  },
);

// Long ones: a breaker closes after eight steps at the least.
const anyInterleaving = fc.array(steps, { maxLength: 60, size: 'max' });

function newWorld(): World {
  const world: World = {
    machine: createBreakerMachine(RULES, () => world.nowMs),
    nowMs: 1_000_000,
    out: [],
    successes: 0,
    opening: 0,
  };
  return world;
}

/** Any interleaving, with what has to hold after each step. */
const holds = (check: (world: World, before: string) => void): void => {
  fc.assert(
    fc.property(anyInterleaving, (taken) => {
      const world = newWorld();
      for (const take of taken) {
        const before = world.machine.state();
        if (before.opening !== world.opening) {
          world.opening = before.opening;
          world.successes = 0;
        }
        take(world);
        check(world, before.state);
      }
    }),
    { numRuns: 500 },
  );
};

describe('createBreakerMachine, whatever happens', () => {
  it('never has more than three probes out', () => {
    let most = 0;
    holds(({ out, nowMs }) => {
      const count = out.filter(({ untilMs }) => untilMs > nowMs).length;
      most = Math.max(most, count);
      expect(count).toBeLessThanOrEqual(PROBES);
    });
    expect(most).toBe(PROBES);
  });

  it('lets a probe go after the reset and a lease at the latest, whoever was canceled or died', () => {
    fc.assert(
      fc.property(anyInterleaving, (taken) => {
        const world = newWorld();
        for (const take of taken) take(world);
        world.nowMs += RULES.resetMs + PROBE_LEASE_MS;
        const { probe, state } = world.machine.takeProbe();
        expect(probe !== null || state.state === 'closed').toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is closed after the reset, a lease and three probes that succeed', () => {
    fc.assert(
      fc.property(anyInterleaving, (taken) => {
        const world = newWorld();
        for (const take of taken) take(world);
        world.nowMs += RULES.resetMs + PROBE_LEASE_MS;
        for (let count = 0; count < PROBES; count += 1) {
          const { probe } = world.machine.takeProbe();
          if (probe !== null) world.machine.endProbe(probe, 'succeeded');
        }
        expect(world.machine.state().state).toBe('closed');
      }),
      { numRuns: 2_000 },
    );
  });

  it('closes by three successes of the same opening alone', () => {
    let closings = 0;
    holds(({ machine, successes }, before) => {
      if (before === 'closed' || machine.state().state !== 'closed') return;
      closings += 1;
      expect(successes).toBe(PROBES);
    });
    expect(closings).toBeGreaterThan(20);
  });
});

describe('createBreakerMachine', () => {
  it('does not wait for a clock that was set back', () => {
    const world = newWorld();
    for (let count = 0; count < 3; count += 1) step.fail(world);
    world.nowMs += 4_000;
    for (let count = 0; count < 3; count += 1) step.take(world);
    expect(world.out).toHaveLength(3);
    world.nowMs -= 3_600_000;
    expect(world.machine.takeProbe().probe).not.toBeNull();
  });
});
