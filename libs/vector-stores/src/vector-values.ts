import { Fault } from '@ragfleet/kernel';

/** pgvector's text form. */
export const vectorText = (vector: Float32Array): string => `[${vector.join(',')}]`;

export function requireDimension(vector: Float32Array, dimension: number): void {
  if (vector.length !== dimension) {
    throw new Fault(
      'invalid-input',
      `This index holds vectors of ${dimension} numbers. Use the embedding model it was made for.`,
    );
  }
}
