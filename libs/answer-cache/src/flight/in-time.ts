import { Fault } from '@ragfleet/kernel';

/**
 * A reply that comes within `timeMs`, or a `timeout` Fault. A process that was busy for longer than that reads the reply
 * that lies in its socket before it gives up: its own work is no slowness of the other side.
 */
export async function inTime<Reply>(timeMs: number, reply: Promise<Reply>): Promise<Reply> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const giveUp = (): void => reject(new Fault('timeout', `No reply within ${timeMs} ms.`));
  const timer = setTimeout(() => setImmediate(giveUp), timeMs);
  try {
    return await Promise.race([reply, late]);
  } finally {
    clearTimeout(timer);
  }
}
