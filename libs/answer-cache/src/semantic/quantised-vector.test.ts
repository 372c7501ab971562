import { seededNumbers } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { cosineOf, quantise, quantisedOf } from './quantised-vector.ts';

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
