import { setTimeout as sleep } from 'node:timers/promises';
import { toFault } from '@ragfleet/kernel';
import type { Logger } from '@ragfleet/service-runtime';
import type { Anchors, ChainPoint } from './anchors.ts';
import type { AuditPeople } from './people/contract.ts';
import type { RemoteSink } from './remote/contract.ts';

const TICK_MS = 30_000;
const ANCHOR_MS = 5 * 60_000;
const PREPARE_MS = 24 * 3_600_000;
const PREPARE_WITHIN_MS = 30_000;

export interface Upkeep {
  start(): void;
  /** Notes the ends of the chains for a last time. */
  stop(): Promise<void>;
}

/** What an audit log needs from time to time: its ends noted elsewhere, names kept that could not be, days that are over removed. */
export function createUpkeep(options: {
  readonly heads: () => readonly ChainPoint[];
  readonly people: Pick<AuditPeople, 'settle'>;
  readonly sink: Pick<RemoteSink, 'prepare' | 'name'> | null;
  readonly anchors?: Anchors;
  readonly logger: Logger;
}): Upkeep {
  const { heads, people, sink, anchors, logger } = options;
  const stopping = new AbortController();
  /** The number of the line by its chain. */
  const noted = new Map<string, number>();
  const anchor = async (): Promise<void> => {
    for (const { writer, seq, hash, timestamp } of heads()) {
      if (noted.get(writer) === seq) continue;
      logger.info({ writer, seq, hash }, 'audit anchor');
      await anchors?.note({ writer, seq, hash, timestamp });
      noted.set(writer, seq);
    }
  };
  const prepare = async (): Promise<void> => {
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(PREPARE_WITHIN_MS)]);
    await sink?.prepare(signal);
  };
  const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!stopping.signal.aborted) logger.error({ what, error: toFault(error) }, 'audit upkeep failed');
    }
  };
  const repeat = async (what: string, everyMs: number, work: () => Promise<void>): Promise<void> => {
    while (!stopping.signal.aborted) {
      await attempt(what, work);
      // Rejects when it is told to stop, which the loop sees.
      await sleep(everyMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
  };
  return {
    start: () => {
      void repeat('anchor', ANCHOR_MS, anchor);
      void repeat('names', TICK_MS, () => people.settle());
      if (sink !== null) void repeat('prepare', PREPARE_MS, prepare);
    },
    stop: async () => {
      stopping.abort();
      await attempt('anchor', anchor);
    },
  };
}
