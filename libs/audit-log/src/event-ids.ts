import { randomBytes } from 'node:crypto';

const MAX_COUNT = 0xfff;
const ID = /^evt_[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * Makes ids: `evt_` and a UUIDv7 (RFC 9562). Their order is that of time and, inside one millisecond of one process,
 * that in which they were made, so that an id is all that a page needs to go on from.
 */
export function createEventIds(): (nowMs: number) => string {
  let lastMs = -1;
  let count = 0;
  return (nowMs) => {
    count = nowMs === lastMs ? Math.min(count + 1, MAX_COUNT) : 0;
    lastMs = nowMs;
    const random = randomBytes(8);
    random[0] = 0x80 | ((random[0] ?? 0) & 0x3f);
    const time = nowMs.toString(16).padStart(12, '0');
    const tail = random.toString('hex');
    const parts = [
      time.slice(0, 8),
      time.slice(8),
      `7${count.toString(16).padStart(3, '0')}`,
      tail.slice(0, 4),
      tail.slice(4),
    ];
    return `evt_${parts.join('-')}`;
  };
}

/** When the event of an id was, in ms since 1970; null for what is no id of an event. */
export function timeOfEvent(eventId: string): number | null {
  return ID.test(eventId) ? Number.parseInt(eventId.slice(4, 17).replace('-', ''), 16) : null;
}
