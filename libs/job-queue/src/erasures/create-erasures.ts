import { ERASURE_COUNTS, queueKeys } from '@ragfleet/contracts';
import { type Clock, Fault, systemClock } from '@ragfleet/kernel';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { z } from 'zod';
import { parseQueryMark, queryMark } from '../records/query-mark.ts';
import type { Erasure, Erasures, ErasureSubject } from './contract.ts';
import { BEGIN, CLAIM, COUNT, FINISH } from './erasure-scripts.ts';

export interface ErasuresOptions {
  /** The queue Redis; the caller closes it. */
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly clock?: Clock;
}

export const ERASURE_PURPOSE = 'erasure';
/** Each is a look at every key of the queue Redis, one after the other. */
const MAX_OPEN = 1_000;
const KEPT_SECONDS = 30 * 86_400;
const RETRY_AFTER_MS = 60_000;
const ID_CHARACTERS = 32;

const count = z.coerce.number().optional();
const storedErasure = z.object({
  kind: z.enum(['user', 'document']),
  subject: z.string(),
  status: z.enum(['running', 'finished']),
  created: z.coerce.number(),
  asked: z.coerce.number(),
  finished: z.coerce.number().nullable().default(null),
  ...Object.fromEntries(ERASURE_COUNTS.map((name) => [name, count])),
});

/** Erasures as records on the queue Redis and a list of the fleet. The subject is sealed, and its id an HMAC of it. */
export function createErasures({ redis, sealer, clock = systemClock }: ErasuresOptions): Erasures {
  const begin = defineScript(redis, 'rfBeginErasure', 3, BEGIN);
  const add = defineScript(redis, 'rfCountErasure', 1, COUNT);
  const finish = defineScript(redis, 'rfFinishErasure', 3, FINISH);
  const claim = defineScript(redis, 'rfClaimErasure', 1, CLAIM);
  const idOf = (tenantId: string, { kind, id }: ErasureSubject): string =>
    `ers_${sealer.digest(tenantId, ERASURE_PURPOSE, JSON.stringify([kind, id])).slice(0, ID_CHARACTERS)}`;

  const get = async (tenantId: string, erasureId: string): Promise<Erasure | null> => {
    const fields = await redisReply(redis.hgetall(queueKeys.erasure(tenantId, erasureId)));
    return Object.keys(fields).length === 0 ? null : openErasure(sealer, { tenantId, erasureId }, fields);
  };

  return {
    idOf,
    get,
    begin: async (tenantId, subject) => {
      const erasureId = idOf(tenantId, subject);
      const sealed = sealer.seal(tenantId, ERASURE_PURPOSE, subject.id);
      const mark = queryMark(tenantId, erasureId);
      const args = [clock.nowMs(), subject.kind, sealed, erasureId, mark, MAX_OPEN];
      if ((await begin(keysOf(tenantId, erasureId), args)) === 'full') throw tooMany();
      const erasure = await get(tenantId, erasureId);
      if (erasure === null) throw new Fault('conflict', 'The tenant is being deleted.');
      return erasure;
    },
    claim: async (holdMs) => {
      const nowMs = clock.nowMs();
      const mark = z.string().parse(await claim([queueKeys.erasures], [nowMs, nowMs + holdMs]));
      if (mark === '') return null;
      const { tenantId, queryId: erasureId } = parseQueryMark(mark);
      const erasure = await get(tenantId, erasureId);
      if (erasure?.status === 'running') return erasure;
      // Its tenant was deleted meanwhile.
      await redisReply(redis.zrem(queueKeys.erasures, mark));
      return null;
    },
    count: async ({ tenantId, erasureId }, counts) => {
      const found = Object.entries(counts).filter(([, number]) => number > 0);
      if (found.length > 0) await add([queueKeys.erasure(tenantId, erasureId)], found.flat());
    },
    finish: async ({ tenantId, erasureId, askedAtMs }) => {
      const mark = queryMark(tenantId, erasureId);
      const args = [askedAtMs, clock.nowMs(), erasureId, mark, KEPT_SECONDS];
      return (await finish(keysOf(tenantId, erasureId), args)) === 1;
    },
    postpone: async ({ tenantId, erasureId }, delayMs) => {
      const mark = queryMark(tenantId, erasureId);
      await redisReply(redis.zadd(queueKeys.erasures, 'XX', clock.nowMs() + delayMs, mark));
    },
  };
}

const keysOf = (tenantId: string, erasureId: string): string[] => [
  queueKeys.erasure(tenantId, erasureId),
  queueKeys.openErasures(tenantId),
  queueKeys.erasures,
];

function openErasure(
  sealer: Sealer,
  name: Pick<Erasure, 'tenantId' | 'erasureId'>,
  fields: Readonly<Record<string, string>>,
): Erasure {
  const { kind, subject, status, created, asked, finished } = storedErasure.parse(fields);
  const counts = ERASURE_COUNTS.flatMap((key): [string, number][] =>
    fields[key] === undefined ? [] : [[key, Number(fields[key])]],
  );
  return {
    ...name,
    subject: { kind, id: sealer.open(name.tenantId, ERASURE_PURPOSE, subject) },
    status,
    createdAtMs: created,
    askedAtMs: asked,
    finishedAtMs: finished,
    counts: Object.fromEntries(counts),
  };
}

const tooMany = (): Fault =>
  new Fault(
    'rate-limited',
    `At most ${MAX_OPEN} erasures of a tenant run at once. Ask again when some have finished.`,
    {
      retryAfterMs: RETRY_AFTER_MS,
    },
  );
