import { Fault } from '@ragfleet/kernel';
import type { SemanticSpace } from '@ragfleet/rag-core';

/**
 * A space's id is made of its model, so a vector of another length is a defect of the caller's, and retrying it would
 * not help: Fault `internal`.
 */
export function requireDimension(
  vector: Float32Array,
  { dimension }: Pick<SemanticSpace, 'dimension'>,
): void {
  if (vector.length === dimension) return;
  throw new Fault(
    'internal',
    `This space holds vectors of ${dimension} numbers and was given ${vector.length}.`,
  );
}
