import { randomBytes } from 'node:crypto';

const TIME_BYTES = 6;
const MAX_COUNT = 0xfff;

/**
 * Makes ids: `q_` and a UUIDv7 in hex. They sort by time and, within one process, by the order in which they were made;
 * they cannot be guessed (62 random bits), and BullMQ takes them as job ids (no colon, not an integer).
 */
export function createQueryIds(): (nowMs: number) => string {
  let lastMs = 0;
  let count = 0;
  return (nowMs) => {
    // A full count, or a clock that went back, borrows from the next millisecond: the order is what matters.
    const isNewMs = nowMs > lastMs || count >= MAX_COUNT;
    lastMs = isNewMs ? Math.max(nowMs, lastMs + 1) : lastMs;
    count = isNewMs ? 0 : count + 1;
    const bytes = randomBytes(16);
    bytes.writeUIntBE(lastMs, 0, TIME_BYTES);
    bytes.writeUInt16BE(0x7000 | count, TIME_BYTES);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    return `q_${bytes.toString('hex')}`;
  };
}
