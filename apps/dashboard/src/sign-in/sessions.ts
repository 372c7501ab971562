import { createHash, randomBytes } from 'node:crypto';
import { queueKeys } from '@ragfleet/contracts';
import type { Clock } from '@ragfleet/kernel';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';
import { z } from 'zod';
import { type CredentialChecks, credentialMark, type Operator } from './credentials.ts';

export interface Session {
  readonly user: string;
  /** Known to the browser alone: what is kept is its digest. */
  readonly token: string;
}

/** Sessions on the queue Redis, so that every replica knows them and signing out ends them everywhere. Fault `unavailable`. */
export interface Sessions {
  open(operator: Operator): Promise<Session>;
  /** null when there is none, it has ended, nobody used it or what opened it is in force no longer. `isUse` false leaves the time of its last use as it was. */
  read(token: string, isUse: boolean): Promise<Session | null>;
  end(session: Session): Promise<void>;
}

export interface SessionOptions {
  readonly redis: Redis;
  /** From the sign-in, whatever happens. */
  readonly ttlMs: number;
  /** From the last use. */
  readonly idleMs: number;
  readonly isInForce: CredentialChecks['isInForce'];
  readonly clock: Clock;
}

const TOKEN_BYTES = 32;
const stored = z.object({
  user: z.string(),
  /** None in sessions that an older release opened: they are over. */
  cameBy: credentialMark.optional(),
  endsAtMs: z.number(),
  idleAtMs: z.number(),
});
type Stored = z.output<typeof stored>;

// In one step, so that a use never brings back what was signed out meanwhile.
const USE = `
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

export function createSessions(options: SessionOptions): Sessions {
  const { redis, ttlMs, idleMs, isInForce, clock } = options;
  const use = defineScript(redis, 'rfUseDashboardSession', 1, USE);
  const untilIdle = (endsAtMs: number): number => Math.min(endsAtMs, clock.nowMs() + idleMs);
  const lifetimeMs = ({ idleAtMs }: Stored): number => Math.max(1, Math.ceil(idleAtMs - clock.nowMs()));
  return {
    open: async ({ user, cameBy }) => {
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      const endsAtMs = clock.nowMs() + ttlMs;
      const session: Stored = { user, cameBy, endsAtMs, idleAtMs: untilIdle(endsAtMs) };
      await redisReply(redis.set(keyOf(token), JSON.stringify(session), 'PX', lifetimeMs(session)));
      return { user, token };
    },
    read: async (token, isUse) => {
      const text = await redisReply(redis.get(keyOf(token)));
      if (text === null) return null;
      const session = stored.parse(JSON.parse(text));
      if (Math.min(session.endsAtMs, session.idleAtMs) <= clock.nowMs()) return null;
      if (session.cameBy === undefined || !(await isInForce(session.cameBy))) return null;
      const used = { ...session, idleAtMs: untilIdle(session.endsAtMs) };
      if (isUse && (await use([keyOf(token)], [JSON.stringify(used), lifetimeMs(used)])) !== 1) return null;
      return { user: session.user, token };
    },
    end: async ({ token }) => {
      await redisReply(redis.del(keyOf(token)));
    },
  };
}

const keyOf = (token: string): string =>
  queueKeys.dashboardSession(createHash('sha256').update(token).digest('hex'));
