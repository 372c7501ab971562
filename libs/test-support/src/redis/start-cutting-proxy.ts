import { onTestFinished } from 'vitest';
import { startRedisProxy } from './start-redis-proxy.ts';

/** Stands before a Redis, and cuts a connection between a command and its reply. */
export interface CuttingProxy {
  readonly url: string;
  /** The next command with these words runs, and its reply is lost with its connection: a client that sends again has it run twice. */
  cutAfter(words: RegExp): void;
  cuts(): number;
}

/** As it is on the wire. */
export const ANY_SCRIPT = /\r\neval(?:sha)?\r\n/i;

/** Until the test ends. */
export async function startCuttingProxy(redisUrl: string): Promise<CuttingProxy> {
  let words: RegExp | null = null;
  let cuts = 0;
  const proxy = await startRedisProxy(redisUrl, () => {
    let isCutNext = false;
    return {
      asked: (text) => {
        isCutNext ||= words?.test(text) ?? false;
      },
      answered: (text) => {
        // A script that the server has not seen yet is sent once more, as a whole.
        if (!isCutNext || text.startsWith('-NOSCRIPT')) return 'pass';
        words = null;
        cuts += 1;
        return 'cut';
      },
    };
  });
  onTestFinished(() => proxy.close());
  return {
    url: proxy.url,
    cutAfter: (next) => {
      words = next;
    },
    cuts: () => cuts,
  };
}
