// What an operator does at the dashboard: no more jobs of one queue are begun, or they are again.
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

/** `pause` and `resume` of one queue, until it is closed. */
export function openQueueSwitch({ url, name }) {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue(name, { connection });
  return {
    pause: () => queue.pause(),
    resume: () => queue.resume(),
    close: async () => {
      await queue.close();
      await connection.quit();
    },
  };
}
