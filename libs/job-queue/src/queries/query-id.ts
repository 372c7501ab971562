import { randomBytes } from 'node:crypto';

const TIME_BYTES = 6;

/**
 * `q_` and a UUIDv7 in hex: ids sort by time, cannot be guessed (74 random bits), and are what BullMQ accepts as a
 * job id (no colon, not an integer).
 */
export function newQueryId(nowMs: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(nowMs, 0, TIME_BYTES);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return `q_${bytes.toString('hex')}`;
}

/** How a query is named in the fleet's own sets. A query id holds no colon, so the last one parts the two. */
export const fleetMark = (tenantId: string, queryId: string): string => `${tenantId}:${queryId}`;
