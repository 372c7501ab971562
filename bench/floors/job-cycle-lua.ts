import { Redis } from 'ioredis';
import type { RawLanesOptions } from './job-cycle-bullmq.ts';

const ADD = `
redis.call('HSET', KEYS[1], 'data', ARGV[2])
redis.call('RPUSH', KEYS[2], ARGV[1])
if redis.call('LLEN', KEYS[3]) == 0 then redis.call('RPUSH', KEYS[3], 1) end`;
/** Ends the job that was run, if there was one, and takes the next. */
const NEXT = `
if ARGV[1] ~= '' then redis.call('LREM', KEYS[2], 1, ARGV[1]) redis.call('DEL', 'lua:job:' .. ARGV[1]) end
local id = redis.call('LMOVE', KEYS[1], KEYS[2], 'LEFT', 'RIGHT')
if not id then return nil end
return { id, redis.call('HGET', 'lua:job:' .. id, 'data') }`;
const WAIT_SECONDS = 1;

/** The least that a lane can be: a list, a hash for each job, one script to add and one to end and take the next. */
export async function openLuaLanes({ url, lanes, concurrency, dataOf, onDone }: RawLanesOptions): Promise<{
  add: (at: number) => Promise<unknown>;
  close: () => Promise<void>;
}> {
  const redis = new Redis(url);
  const [add, next] = await Promise.all(
    [ADD, NEXT].map(async (script) => String(await redis.script('LOAD', script))),
  );
  const waiting: Redis[] = [];
  const closing = new AbortController();
  const run = async (lane: string, wakers: (() => void)[]): Promise<void> => {
    let ended = '';
    while (!closing.signal.aborted) {
      const job = await redis.evalsha(next ?? '', 2, `lua:${lane}`, `lua:${lane}:active`, ended);
      if (Array.isArray(job)) onDone();
      ended = Array.isArray(job) ? String(job[0]) : '';
      // Whoever listens may have stopped already, and would wake nobody.
      if (ended === '' && !closing.signal.aborted) await new Promise<void>((resolve) => wakers.push(resolve));
    }
  };
  const listen = async (lane: string, wakers: (() => void)[]): Promise<void> => {
    const blocking = new Redis(url);
    waiting.push(blocking);
    while (!closing.signal.aborted) {
      await blocking.blpop(`lua:${lane}:marker`, WAIT_SECONDS).catch(() => null);
      for (const wake of wakers.splice(0)) wake();
    }
  };
  const loops = lanes.flatMap((lane) => {
    const wakers: (() => void)[] = [];
    return [listen(lane, wakers), ...Array.from({ length: concurrency }, () => run(lane, wakers))];
  });
  return {
    add: (at) => {
      const { id, data } = dataOf(at);
      const lane = lanes[at % lanes.length] ?? '';
      const keys = [`lua:job:${id}`, `lua:${lane}`, `lua:${lane}:marker`];
      return redis.evalsha(add ?? '', keys.length, ...keys, id, JSON.stringify(data));
    },
    close: async () => {
      closing.abort();
      await Promise.all(loops);
      for (const one of [redis, ...waiting]) one.disconnect();
    },
  };
}
