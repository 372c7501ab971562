import { Queue } from 'bullmq';
import { Redis } from 'ioredis';

export interface QueueSwitch {
  readonly pause: () => Promise<void>;
  readonly resume: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What an operator does at the dashboard: no more jobs of one queue are begun, or they are again. Until it is closed. */
export function openQueueSwitch({ url, name }: { readonly url: string; readonly name: string }): QueueSwitch {
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
