import { setTimeout as pause } from 'node:timers/promises';
import { queueKeys } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { closeRedis, connectRedis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { z } from 'zod';
import type { StreamEvent } from '../events/contract.ts';
import type { IngestionEvents } from './contract.ts';

export interface IngestionEventsOptions {
  readonly redisUrl: string;
  readonly sealer: Sealer;
}

const CLOSE_MS = 1_000;
const KEPT_SECONDS = 86_400;
const MAX_EVENTS = 1_000;
const PAGE = 100;
// Progress is for eyes: a shared connection that looks four times a second costs less than one that blocks per viewer.
const LOOK_AGAIN_MS = 250;
const PURPOSE = 'ingestion-events';

/** The progress of ingestions, replayable for a day. */
export function createIngestionEvents({ redisUrl, sealer }: IngestionEventsOptions): IngestionEvents {
  const redis = connectRedis({ url: redisUrl, profile: 'fail-fast', name: 'ingestion-events' });
  return {
    append: async (tenantId, ingestionId, type, data) => {
      const key = queueKeys.ingestionEvents(tenantId, ingestionId);
      const sealed = sealer.seal(tenantId, PURPOSE, JSON.stringify(data));
      // Both or neither: a stream without an end to its life would stay for ever.
      const both = redis.multi().xadd(key, 'MAXLEN', '~', MAX_EVENTS, '*', 'type', type, 'data', sealed);
      await redisReply(both.expire(key, KEPT_SECONDS).exec());
    },
    read: async function* ({ tenantId, ingestionId, afterId, quietMs }, signal) {
      const key = queueKeys.ingestionEvents(tenantId, ingestionId);
      let from = afterId === null ? '-' : `(${afterId}`;
      let heardAtMs = performance.now();
      while (!signal.aborted) {
        const entries = await redisReply(redis.xrange(key, from, '+', 'COUNT', PAGE));
        for (const [id, fields] of entries) {
          const event = parseEvent(sealer, tenantId, id, fields);
          yield event;
          if (event.type === 'done') return;
          from = `(${id}`;
        }
        if (entries.length > 0) heardAtMs = performance.now();
        else if (performance.now() - heardAtMs >= quietMs) return;
        if (entries.length < PAGE) await pause(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {});
      }
    },
    close: () => closeRedis(redis, CLOSE_MS),
  };
}

const eventType = z.enum(['progress', 'done']);
const eventData = z.record(z.string(), z.unknown());

function parseEvent(sealer: Sealer, tenantId: string, id: string, fields: readonly string[]): StreamEvent {
  const [, type, , sealed = ''] = fields;
  try {
    const data = eventData.parse(JSON.parse(sealer.open(tenantId, PURPOSE, sealed)));
    return { id, type: eventType.parse(type), data };
  } catch (cause) {
    throw new Fault('corrupt', 'A stored ingestion event cannot be read.', { cause });
  }
}
