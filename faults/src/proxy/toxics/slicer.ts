import type { Toxics } from '../contract.ts';

/** The size of the next slice of `leftBytes`: half to one and a half of the average. `luck` is from 0 up to 1. */
export function sliceBytes(slicer: Toxics['slicer'], leftBytes: number, luck: number): number {
  if (slicer === undefined) return leftBytes;
  const bytes = Math.round(slicer.averageBytes * (0.5 + luck));
  return Math.min(leftBytes, Math.max(1, bytes));
}
