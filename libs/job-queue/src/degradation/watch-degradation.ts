import { queueKeys } from '@ragfleet/contracts';
import { type Clock, systemClock, withinBudget } from '@ragfleet/kernel';
import { FULL_SERVICE, type LevelInForce, levelInForce } from '@ragfleet/rag-core';
import { type ChannelSubscriber, createChannelSubscriber } from '../notices/channel-subscriber.ts';
import type { DegradationLevels, DegradationWatch } from './contract.ts';
import { EVERY_TENANT } from './degradation-levels.ts';

export interface DegradationWatchOptions {
  readonly levels: Pick<DegradationLevels, 'read'>;
  /** The queue Redis; the watch opens a connection of its own for notices. */
  readonly redisUrl: string;
  /** Hears the fleet's level whenever it was read. */
  readonly onFleetLevel: (level: LevelInForce['level']) => void;
  readonly onError: (error: unknown) => void;
  readonly clock?: Clock;
  /** For tests. */
  readonly subscriber?: ChannelSubscriber;
}

const FRESH_MS = 1_000;
/** A level that cannot be read by then is taken to be what it was. */
const READ_MS = 250;
const NEVER = new AbortController().signal;
const MAX_TENANTS = 10_000;

interface Known {
  readonly inForce: LevelInForce;
  readonly untilMs: number;
}

/**
 * The degradation levels in force, read once and then kept up to date by notices of the queue Redis. It opens a
 * connection unless it is given a subscriber.
 */
export function createDegradationWatch(options: DegradationWatchOptions): DegradationWatch {
  const { levels, onFleetLevel, onError, clock = systemClock } = options;
  const subscriber =
    options.subscriber ?? createChannelSubscriber({ redisUrl: options.redisUrl, name: 'degradation-watch' });
  const known = createKnownLevels();
  const reading = new Map<string, Promise<LevelInForce>>();
  let fleet: LevelInForce = FULL_SERVICE;

  const hearFleet = (inForce: LevelInForce): void => {
    fleet = inForce;
    onFleetLevel(inForce.level);
  };
  const read = async (tenantId: string): Promise<LevelInForce> => {
    // Counted from the question, not the reply: a change that overtook the reply still acts in time.
    const untilMs = clock.monotonicMs() + FRESH_MS;
    try {
      const settings = await withinBudget(READ_MS, NEVER, () => levels.read(tenantId));
      hearFleet(levelInForce({ ...settings, tenant: null }));
      return known.remember(tenantId, { inForce: levelInForce(settings), untilMs });
    } catch (error) {
      onError(error);
      const inForce = known.get(tenantId)?.inForce ?? fleet;
      return known.remember(tenantId, { inForce, untilMs: clock.monotonicMs() + FRESH_MS });
    }
  };
  const onNotice = (message: string | null): void => {
    const isOfAll = message === null || message === EVERY_TENANT;
    for (const tenantId of isOfAll ? known.tenants() : [message]) {
      known.expire(tenantId);
      // What is being read may be older than the notice.
      reading.delete(tenantId);
    }
    if (isOfAll) levels.read(null).then((settings) => hearFleet(levelInForce(settings)), onError);
  };

  return {
    inForce: (tenantId) => {
      const entry = known.get(tenantId);
      if (entry !== undefined && clock.monotonicMs() < entry.untilMs) return Promise.resolve(entry.inForce);
      const pending =
        reading.get(tenantId) ??
        read(tenantId).finally(() => {
          if (reading.get(tenantId) === pending) reading.delete(tenantId);
        });
      reading.set(tenantId, pending);
      return pending;
    },
    start: () => {
      subscriber.listen(queueKeys.degradationChannel, onNotice);
      return Promise.resolve();
    },
    close: () => subscriber.close(),
  };
}

/** Levels of the tenants that asked last. */
function createKnownLevels() {
  const known = new Map<string, Known>();
  return {
    get: (tenantId: string): Known | undefined => known.get(tenantId),
    tenants: () => known.keys(),
    remember: (tenantId: string, entry: Known): LevelInForce => {
      known.delete(tenantId);
      const oldest = known.size >= MAX_TENANTS ? known.keys().next().value : undefined;
      if (oldest !== undefined) known.delete(oldest);
      known.set(tenantId, entry);
      return entry.inForce;
    },
    /** Its level is read again before it is used, and is what stands in when that fails. */
    expire: (tenantId: string): void => {
      const entry = known.get(tenantId);
      if (entry !== undefined) known.set(tenantId, { ...entry, untilMs: Number.NEGATIVE_INFINITY });
    },
  };
}
