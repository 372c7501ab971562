import { fileURLToPath } from 'node:url';
import { DEFAULT_ADMISSION_LIMITS } from '@ragfleet/job-queue';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LOAD_NAMES, loadProfile } from './load/load-profile.ts';
import { readFleetManifests } from './read-fleet-manifests.ts';
import { summarize } from './report/summarize.ts';
import { scalingPolicies } from './scaling-policies.ts';
import { type Scenario, simulate } from './simulate.ts';

const manifests = readFleetManifests(fileURLToPath(new URL('../..', import.meta.url)));
const [asItIs, , waitAlone] = scalingPolicies(manifests.scaled);
if (asItIs === undefined || waitAlone === undefined) throw new Error('The policies are not there.');

const scenario = (changes: Partial<Scenario> = {}): Scenario => ({
  scaled: asItIs.scaled,
  pods: {
    slots: manifests.slots,
    drainMs: manifests.drainMs,
    killMs: manifests.killMs,
    startMs: 20_000,
    stalledChecks: 'reconciler',
  },
  load: loadProfile('burst', 4, 40),
  seed: 1,
  fairShareOfLane: DEFAULT_ADMISSION_LIMITS.fairShareOfLane,
  metricLagMs: 1_000,
  nodeLossMs: null,
  ...changes,
});

describe('the manifest under a burst of ten times as much', () => {
  const outcome = simulate(scenario());
  const replicasAt = (minute: number): number => outcome.samples[minute]?.replicas ?? Number.NaN;

  test('brings pods within a minute, and takes no more than one a minute away', () => {
    expect(replicasAt(11)).toBeGreaterThanOrEqual(2 * replicasAt(9));
    const steps = outcome.samples.slice(1).map(({ replicas }, minute) => replicas - replicasAt(minute));
    expect(Math.min(...steps)).toBe(-1);
    expect(replicasAt(40)).toBeLessThan(replicasAt(20));
  });

  test('costs the hours of the pods that were there', () => {
    const podMinutes = outcome.samples.slice(1).reduce((sum, { replicas }) => sum + replicas, 0);
    expect(outcome.podHours / (podMinutes / 60)).toBeCloseTo(1, 1);
  });

  test('loses, strands and kills nothing', () => {
    expect(outcome).toMatchObject({ lost: 0, stranded: 0 });
    expect(outcome.stats).toMatchObject({ killedMidJob: 0, handedBack: 0, expired: 0 });
    expect(outcome.stats.finished).toBe(outcome.stats.submitted);
  });

  test('keeps questions waiting less than triggers on `wait` alone', () => {
    const other = simulate(scenario({ scaled: waitAlone.scaled }));
    const [ours, theirs] = [summarize('ours', outcome, 1), summarize('theirs', other, 1)];
    expect(ours.waitP50Seconds).toBeLessThan(1);
    expect(theirs.waitP95Seconds).toBeGreaterThan(10 * ours.waitP95Seconds);
  });

  test('comes out the same every time', () => {
    expect(simulate(scenario())).toEqual(outcome);
  });
});

test('a node that goes away in the middle of it costs no question', () => {
  const outcome = simulate(scenario({ nodeLossMs: 15 * 60_000 }));
  expect(outcome.stats.recovered).toBeGreaterThan(0);
  expect(outcome).toMatchObject({ lost: 0, stranded: 0 });
});

test('pod-hours are those of the pods that were there', () => {
  const idle = simulate(scenario({ load: loadProfile('trickle', 1, 60) }));
  expect(idle.podHours).toBeCloseTo(1, 6);
});

test('no question is lost and no limit is passed, whatever comes and however pods are made', () => {
  const anyScenario = fc.record({
    load: fc.constantFrom(...LOAD_NAMES),
    perSecond: fc.double({ min: 0.1, max: 6, noNaN: true }),
    seed: fc.nat(),
    startMs: fc.integer({ min: 0, max: 120_000 }),
    drainMs: fc.integer({ min: 500, max: 5_000 }),
    killMs: fc.integer({ min: 1_000, max: 5_000 }),
    metricLagMs: fc.integer({ min: 0, max: 30_000 }),
    lossMinute: fc.integer({ min: 0, max: 12 }),
    policy: fc.constantFrom(...scalingPolicies(manifests.scaled)),
  });
  fc.assert(
    fc.property(anyScenario, ({ load, perSecond, lossMinute, policy, metricLagMs, seed, ...pods }) => {
      const { scaled, stalledChecks } = policy;
      const outcome = simulate(
        scenario({
          scaled,
          load: loadProfile(load, perSecond, 12),
          nodeLossMs: lossMinute * 60_000,
          metricLagMs,
          seed,
          pods: { slots: manifests.slots, stalledChecks, ...pods },
        }),
      );
      expect(outcome.lost).toBe(0);
      for (const { replicas } of outcome.samples) {
        expect(replicas).toBeGreaterThanOrEqual(scaled.minReplicaCount);
        expect(replicas).toBeLessThanOrEqual(scaled.maxReplicaCount);
      }
    }),
    { numRuns: 60 },
  );
});
