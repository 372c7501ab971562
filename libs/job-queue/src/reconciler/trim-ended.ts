import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Repair } from './contract.ts';
import { parseQueryMark } from '../records/query-mark.ts';

export interface TrimEndedOptions {
  readonly redis: Redis;
  /** Of fleet marks, in the order in which what they name has ended. */
  readonly stream: string;
  /** What ended later stays. */
  readonly untilMs: () => number;
  /** True when it gave something back. What is gone already leaves the stream, and what must stay stays in it. */
  readonly drop: (entry: EndedEntry) => Promise<boolean>;
}

export interface EndedEntry {
  readonly id: string;
  readonly mark: string;
  readonly tenantId: string;
  /** Of what has ended, within its tenant. */
  readonly ended: string;
}

const FIRST = '-';
/** Of entries that give nothing back: what must stay, and what has gone before its time by its tenant's settings. */
const MAX_PAGES = 20;

/**
 * Drops what has ended, oldest first, until `limit` of it has given something back. It goes on where it left off, and
 * begins anew after the last: what must stay for now does not keep it from what comes behind.
 */
export function createTrimEnded({ redis, stream, untilMs, drop }: TrimEndedOptions): Repair {
  let from = FIRST;
  const dropPage = async (size: number): Promise<number> => {
    const entries = await redisReply(redis.xrange(stream, from, untilMs(), 'COUNT', size));
    const dropped = await Promise.all(entries.map(([id, [, mark = '']]) => drop(entryOf(id, mark))));
    const [lastId = ''] = entries.at(-1) ?? [];
    from = entries.length < size ? FIRST : `(${lastId}`;
    return dropped.filter(Boolean).length;
  };
  return async (limit) => {
    let dropped = 0;
    for (let page = 0; page < MAX_PAGES && dropped < limit; page += 1) {
      dropped += await dropPage(limit - dropped);
      if (from === FIRST) break;
    }
    return dropped;
  };
}

function entryOf(id: string, mark: string): EndedEntry {
  const { tenantId, queryId: ended } = parseQueryMark(mark);
  return { id, mark, tenantId, ended };
}
