import type { Lane } from '@ragfleet/kernel';
import type { Job } from '../fleet/job.ts';
import type { LoadProfile } from './load-profile.ts';

const LANE_SHARES: readonly (readonly [Lane, number])[] = [
  ['high', 0.2],
  ['normal', 0.6],
  ['low', 0.2],
];
/** One tenant that asks most, as in most fleets. */
const TENANT_SHARES: readonly (readonly [string, number])[] = [
  ['large', 0.5],
  ['middle', 0.3],
  ['small', 0.2],
];
/** Lognormal: nine in ten answers take from one to three seconds, 1.73 s in the middle. */
const SERVICE_MEDIAN_MS = Math.sqrt(1_000 * 3_000);
const SERVICE_SIGMA = Math.log(3) / 2 / 1.645;

/** The questions of a load in the order of their arrival: a Poisson process whose rate follows the profile. */
export function* arrivals(profile: LoadProfile, random: () => number): Generator<Job, void> {
  const endMs = profile.minutes * 60_000;
  let atMs = 0;
  for (;;) {
    atMs += (-Math.log(1 - random()) / profile.peakPerSecond) * 1_000;
    if (atMs >= endMs) return;
    const isKept = random() * profile.peakPerSecond < profile.perSecondAt(atMs);
    if (isKept) yield jobAt(atMs, random);
  }
}

const jobAt = (arrivedMs: number, random: () => number): Job => ({
  lane: pick(LANE_SHARES, random()),
  tenant: pick(TENANT_SHARES, random()),
  arrivedMs,
  serviceMs: SERVICE_MEDIAN_MS * Math.exp(SERVICE_SIGMA * standardNormal(random)),
  startedMs: null,
});

function pick<Value>(shares: readonly (readonly [Value, number])[], draw: number): Value {
  let rest = draw;
  for (const [value, share] of shares) {
    rest -= share;
    if (rest < 0) return value;
  }
  throw new RangeError('Shares add up to one, and a draw is below one.');
}

/** Box-Muller. */
const standardNormal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
