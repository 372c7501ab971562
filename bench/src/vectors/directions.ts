/** A vector of unit length, of normal numbers: the n-th has this much of the variance beside the others. */
export const randomDirection = (random: () => number, variances: readonly number[]): Float32Array =>
  unit(normals(random, variances.length).map((value, at) => value * Math.sqrt(variances[at] ?? 0)));

/** A vector's variances as a power law has them: few numbers carry much, many carry little. */
export const powerLaw = (dimension: number, exponent: number): number[] =>
  Array.from({ length: dimension }, (_, at) => (at + 1) ** -exponent);

/** Vectors and their shares of the squared length, as they are when the vectors are at right angles: random ones nearly are. */
export function mixOf(parts: readonly (readonly [vector: Float32Array, share: number])[]): Float32Array {
  const mixed = new Float32Array(parts[0]?.[0].length ?? 0);
  for (const [vector, share] of parts) {
    const weight = Math.sqrt(share);
    for (let at = 0; at < mixed.length; at += 1) mixed[at] = (mixed[at] ?? 0) + weight * (vector[at] ?? 0);
  }
  return unit(mixed);
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
