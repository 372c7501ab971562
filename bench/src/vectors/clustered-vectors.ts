import { seededNumbers } from '@ragfleet/test-support';

export interface ClusteredVectors {
  /** Of unit length; the same for the same place and seed. */
  at(place: number): Float32Array;
  /** A question near the one at this place: its cosine is about `similarity`. */
  near(place: number, similarity: number): Float32Array;
}

const MEMBERS_PER_CLUSTER = 20;
/** How much a member keeps of its cluster: members of one are at a cosine of about 0.8, as questions about one thing are. */
const CLUSTER_SHARE = 0.9;

/**
 * Vectors in groups, as questions come: random ones are all equally far, which makes an index look slower and hides
 * what it does not find.
 */
export function clusteredVectors(dimension: number, seed: number): ClusteredVectors {
  const direction = (name: number): Float32Array =>
    unit(normals(seededNumbers(seed * 1_000_003 + name), dimension));
  const at = (place: number): Float32Array => {
    const cluster = Math.floor(place / MEMBERS_PER_CLUSTER);
    return mixed(direction(-1 - cluster), direction(place), CLUSTER_SHARE);
  };
  return {
    at,
    near: (place, similarity) => mixed(at(place), direction(10_000_000 + place), similarity),
  };
}

/** `share` of the one, and of the other what makes the length 1 when they are at right angles, as random ones nearly are. */
function mixed(one: Float32Array, other: Float32Array, share: number): Float32Array {
  const rest = Math.sqrt(1 - share ** 2);
  return unit(one.map((value, at) => share * value + rest * (other[at] ?? 0)));
}

function normals(random: () => number, count: number): Float32Array {
  const values = new Float32Array(count);
  for (let at = 0; at < count; at += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    values[at] = radius * Math.cos(angle);
    if (at + 1 < count) values[at + 1] = radius * Math.sin(angle);
  }
  return values;
}

function unit(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  return vector.map((value) => value / length);
}
