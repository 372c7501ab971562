import type { Clock } from '@ragfleet/kernel';
import type { Redis } from 'ioredis';

/** The clock of a server that several processes share. */
export interface ServerClock extends Clock {
  /** Asks the server now and every 30 s, every second until it is heard. Never rejects: unheard, the last answer stands. */
  start(): Promise<void>;
  stop(): void;
}

const EVERY_MS = 30_000;
const UNHEARD_EVERY_MS = 1_000;
/** What took longer says too little about when it was said. */
const MAX_ROUND_TRIP_MS = 250;

/**
 * Wall time as the server has it, carried on by this process's monotonic clock: neither a wrong clock of this machine nor
 * a jump of it ends what others asked for. Until the first answer it is this machine's.
 */
export function createServerClock(redis: Pick<Redis, 'time'>, everyMs = EVERY_MS): ServerClock {
  const monotonicMs = (): number => performance.now();
  let offsetMs = Date.now() - monotonicMs();
  let isHeard = false;
  let isStarted = false;
  let timer: NodeJS.Timeout | undefined;

  const ask = async (): Promise<void> => {
    const askedMs = monotonicMs();
    const [seconds, microseconds] = await redis.time();
    const heardMs = monotonicMs();
    if (isHeard && heardMs - askedMs > MAX_ROUND_TRIP_MS) return;
    offsetMs = Number(seconds) * 1_000 + Number(microseconds) / 1_000 - (askedMs + heardMs) / 2;
    isHeard = true;
  };
  // A server that is away is the connection's to report.
  const askQuietly = (): Promise<void> => ask().catch(() => undefined);
  const askAndAgain = async (): Promise<void> => {
    await askQuietly();
    if (isStarted) timer = setTimeout(() => void askAndAgain(), isHeard ? everyMs : UNHEARD_EVERY_MS).unref();
  };

  return {
    nowMs: () => Math.round(offsetMs + monotonicMs()),
    monotonicMs,
    start: async () => {
      isStarted = true;
      await askAndAgain();
    },
    stop: () => {
      isStarted = false;
      clearTimeout(timer);
    },
  };
}
