import type { Toxics } from '../contract.ts';

const BYTES_PER_KILOBYTE = 1_000;
/** A slow line trickles; it does not stand still and then deliver all at once. */
const PIECES_PER_SECOND = 10;

/** How much of `leftBytes` goes in one piece. */
export function pieceBytes(bandwidth: Toxics['bandwidth'], leftBytes: number): number {
  if (bandwidth === undefined) return leftBytes;
  const bytes = Math.floor((bandwidth.kilobytesPerSecond * BYTES_PER_KILOBYTE) / PIECES_PER_SECOND);
  return Math.min(leftBytes, Math.max(1, bytes));
}

/** How long a piece takes, in ms; Infinity on a line of no width. */
export function transferMs(bandwidth: Toxics['bandwidth'], sizeBytes: number): number {
  // Kilobytes a second are bytes a millisecond.
  return bandwidth === undefined ? 0 : sizeBytes / bandwidth.kilobytesPerSecond;
}
