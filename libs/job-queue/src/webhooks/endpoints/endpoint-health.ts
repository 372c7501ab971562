import { LIMITS, queueKeys } from '@ragfleet/contracts';
import { type Clock, DAY_MS } from '@ragfleet/kernel';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { DISABLED_REASONS, type EndpointHealth } from './contract.ts';
import { ENDPOINT_PURPOSE, endpointIdOf, parseEndpoint } from './endpoint-record.ts';
import { NOTE_ENDPOINT } from './endpoint-scripts.ts';
import { createRecentNames } from './recent-names.ts';

const [GONE, FAILING] = DISABLED_REASONS;
/** An endpoint that was open a moment ago is taken to be so still: one that is disabled by another process gets no more than a few webhooks beyond. */
const OPEN_MS = 1_000;
const MAX_OPEN = 10_000;

/** What is kept, and for how long. */
export interface EndpointLimits {
  /** Of one tenant; beyond that the longest unused are forgotten. */
  readonly max: number;
  readonly keptMs: number;
  /** The clock of an endpoint that fails starts at this many failures within this time. */
  readonly clockFailures: number;
  readonly clockSpanMs: number;
  /** Where nothing has arrived for as long as this on that clock, nothing more is sent. */
  readonly disableAfterMs: number;
}

export const ENDPOINT_LIMITS: EndpointLimits = {
  max: LIMITS.webhookEndpoints,
  keptMs: 30 * DAY_MS,
  clockFailures: 3,
  clockSpanMs: DAY_MS,
  disableAfterMs: 5 * DAY_MS,
};

export interface EndpointHealthOptions {
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly limits?: EndpointLimits;
}

/** How the callback URLs of tenants do: names as digests, URLs sealed. */
export function createEndpointHealth({
  redis,
  sealer,
  clock,
  limits = ENDPOINT_LIMITS,
}: EndpointHealthOptions): EndpointHealth {
  const note = defineScript(redis, 'rfNoteEndpoint', 2, NOTE_ENDPOINT);
  const open = createRecentNames({ clock, forMs: OPEN_MS, maxNames: MAX_OPEN });
  const idOf = (tenantId: string, url: string): string => endpointIdOf(sealer, tenantId, url);
  return {
    idOf,
    disabledReason: async (tenantId, url) => {
      const name = `${tenantId} ${url}`;
      if (open.has(name)) return null;
      const kept = await redisReply(redis.hget(queueKeys.endpoints(tenantId), idOf(tenantId, url)));
      const reason = kept === null ? null : parseEndpoint(kept).disabledReason;
      // One that is disabled is asked for each time: somebody may just have enabled it.
      if (reason === null) open.add(name);
      return reason;
    },
    note: async (tenantId, url, news) => {
      if (news.kind !== 'success') open.forget(`${tenantId} ${url}`);
      // A null would come back in Lua as a value of its own: what is unknown is left out.
      const httpStatus = 'httpStatus' in news ? (news.httpStatus ?? undefined) : undefined;
      const reasons = { goneReason: GONE, failingReason: FAILING };
      const facts = {
        id: idOf(tenantId, url),
        nowMs: clock.nowMs(),
        ...limits,
        ...news,
        httpStatus,
        ...reasons,
      };
      const keys = [queueKeys.endpoints(tenantId), queueKeys.endpointsByUse(tenantId)];
      const disables = await note(keys, [
        JSON.stringify(facts),
        sealer.seal(tenantId, ENDPOINT_PURPOSE, url),
      ]);
      return DISABLED_REASONS.find((reason) => reason === disables) ?? null;
    },
  };
}
