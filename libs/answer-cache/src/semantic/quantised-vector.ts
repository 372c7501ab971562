/** A vector with one byte for each number. Its length does not matter: what it is compared by is its direction. */
export interface QuantisedVector {
  readonly values: Int8Array;
  /** 1 / length; 0 for a vector without one. */
  readonly inverseLength: number;
  /** After each block of 128 numbers: how much of the length is still to come, 1 to 0. */
  readonly rests: readonly number[];
}

const LARGEST = 127;
const BLOCK = 128;
/** More than the last digits of a bound can be wrong by. */
const SLACK = 1e-6;

/** The largest number becomes 127. A cosine is then off by less than 0.002 for vectors of a few hundred numbers and more. */
export function quantise(vector: Float32Array): Int8Array {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  const scale = largest === 0 ? 0 : LARGEST / largest;
  return Int8Array.from(vector, (value) => Math.round(value * scale));
}

export function quantisedOf(values: Int8Array): QuantisedVector {
  const squares = squaresFrom(values);
  const square = squares[0] ?? 0;
  const inverseLength = square === 0 ? 0 : 1 / Math.sqrt(square);
  return { values, inverseLength, rests: squares.slice(1).map((rest) => Math.sqrt(rest) * inverseLength) };
}

/** The sums of squares from the start of each block to the end, and 0 for the end. */
function squaresFrom(values: Int8Array | Float32Array): number[] {
  const squares = Array.from({ length: Math.ceil(values.length / BLOCK) + 1 }, () => 0);
  for (let block = squares.length - 2; block >= 0; block--) {
    let square = squares[block + 1] ?? 0;
    const end = Math.min((block + 1) * BLOCK, values.length);
    for (let place = block * BLOCK; place < end; place++) square += (values[place] ?? 0) ** 2;
    squares[block] = square;
  }
  return squares;
}

/** Of a vector of unit length with a quantised one of as many numbers. */
export const cosineOf = (vector: Float32Array, other: QuantisedVector): number =>
  createCosines(vector)(other, -Infinity) ?? 0;

/**
 * Cosines of one vector of unit length with many; null for one that is below `least`. What a block of numbers leaves open
 * is at most the product of both rests (Cauchy and Schwarz), so that most of what is far is known by its first numbers.
 */
export function createCosines(
  vector: Float32Array,
): (other: QuantisedVector, least: number) => number | null {
  const rests = squaresFrom(vector).slice(1).map(Math.sqrt);
  return ({ values, inverseLength, rests: otherRests }, least) => {
    let even = 0;
    let odd = 0;
    let place = 0;
    // By index, and in two sums, as one would wait for each addition: it runs over a million numbers in a search.
    for (let block = 0; block < rests.length; block++) {
      const end = Math.min((block + 1) * BLOCK, values.length);
      for (; place + 1 < end; place += 2) {
        even += (vector[place] ?? 0) * (values[place] ?? 0);
        odd += (vector[place + 1] ?? 0) * (values[place + 1] ?? 0);
      }
      if (place < end) even += (vector[place] ?? 0) * (values[place++] ?? 0);
      const open = (rests[block] ?? 0) * (otherRests[block] ?? 0);
      if ((even + odd) * inverseLength + open + SLACK < least) return null;
    }
    return (even + odd) * inverseLength;
  };
}
