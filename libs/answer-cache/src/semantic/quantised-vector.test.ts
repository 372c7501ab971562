import { seededNumbers } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { cosineOf, createCosines, quantise, quantisedOf } from './quantised-vector.ts';

const random = seededNumbers(11);

function unit(dimension: number): Float32Array {
  const values = Array.from({ length: dimension }, () => random() + random() + random() - 1.5);
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
}

const exact = (left: Float32Array, right: Float32Array): number =>
  left.reduce((sum, value, place) => sum + value * (right[place] ?? 0), 0);

/** A unit vector at a cosine of 0.8 to 1 from another one, where thresholds are. */
function near(vector: Float32Array): Float32Array {
  const noise = unit(vector.length);
  const mixed = vector.map((value, place) => value + 0.6 * random() * (noise[place] ?? 0));
  const length = Math.hypot(...mixed);
  return mixed.map((value) => value / length);
}

it.for([256, 384, 768, 1_536, 3_072])(
  'is off by less than 0.002 of a cosine in %i dimensions',
  (dimension) => {
    let worst = 0;
    for (let round = 0; round < 200; round++) {
      const stored = unit(dimension);
      const quantised = quantisedOf(quantise(stored));
      for (const query of [near(stored), unit(dimension), stored])
        worst = Math.max(worst, Math.abs(cosineOf(query, quantised) - exact(query, stored)));
    }
    expect(worst).toBeLessThan(0.002);
  },
);

it('is near to nothing where there is no direction', () => {
  expect(cosineOf(unit(8), quantisedOf(quantise(new Float32Array(8))))).toBe(0);
});

it.for([8, 129, 200, 1_024, 1_536])(
  'leaves out what is below a bound, and nothing else, in %i dimensions',
  (dimension) => {
    const looks = Array.from({ length: 200 }, () => unit(dimension)).flatMap((stored) =>
      [near(stored), near(near(stored)), unit(dimension), stored].flatMap((query) => looksOf(query, stored)),
    );
    const kept = looks.filter(({ found }) => found !== null);
    expect(kept.filter(({ found, cosine }) => found !== cosine)).toEqual([]);
    const leftOut = looks.filter(({ found }) => found === null);
    expect(leftOut.filter(({ cosine, least }) => cosine >= least)).toEqual([]);
    expect(Math.min(kept.length, leftOut.length)).toBeGreaterThan(400);
  },
);

function looksOf(query: Float32Array, stored: Float32Array) {
  const quantised = quantisedOf(quantise(stored));
  const cosine = cosineOf(query, quantised);
  return [0.5, 0.85, cosine - 1e-9, cosine, cosine + 1e-4].map((least) => ({
    cosine,
    least,
    found: createCosines(query)(quantised, least),
  }));
}

it('leaves out nothing of a vector without a direction when everything is asked for', () => {
  expect(createCosines(unit(8))(quantisedOf(quantise(new Float32Array(8))), -1)).toBe(0);
});
