import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@ragfleet/kernel';

export interface Session {
  readonly id: string;
  readonly user: string;
  readonly expiresAtMs: number;
}

/** Signed, expiring sessions whose whole state is their token, but for the few that were ended early. */
export interface Sessions {
  open(user: string): { readonly token: string; readonly session: Session };
  /** null when the token is forged, expired or signed out. */
  read(token: string): Session | null;
  end(session: Session): void;
}

export interface SessionOptions {
  /** 32 bytes. */
  readonly secret: Buffer;
  readonly ttlMs: number;
  readonly clock: Clock;
}

export function createSessions({ secret, ttlMs, clock }: SessionOptions): Sessions {
  const ended = new Map<string, number>();
  const sign = (payload: string): Buffer => createHmac('sha256', secret).update(payload).digest();
  const forgetExpired = (): void => {
    for (const [id, expiresAtMs] of ended) if (expiresAtMs <= clock.nowMs()) ended.delete(id);
  };
  return {
    open: (user) => {
      const session = { id: randomUUID(), user, expiresAtMs: clock.nowMs() + ttlMs };
      const payload = Buffer.from(JSON.stringify(session)).toString('base64url');
      return { token: `${payload}.${sign(payload).toString('base64url')}`, session };
    },
    read: (token) => {
      const [payload = '', signature = ''] = token.split('.');
      const given = Buffer.from(signature, 'base64url');
      const expected = sign(payload);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      const session = parse(payload);
      if (session === null || session.expiresAtMs <= clock.nowMs() || ended.has(session.id)) return null;
      return session;
    },
    end: (session) => {
      forgetExpired();
      ended.set(session.id, session.expiresAtMs);
    },
  };
}

function parse(payload: string): Session | null {
  const value: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
  if (typeof value !== 'object' || value === null) return null;
  if (!('id' in value && 'user' in value && 'expiresAtMs' in value)) return null;
  const { id, user, expiresAtMs } = value;
  if (typeof id !== 'string' || typeof user !== 'string' || typeof expiresAtMs !== 'number') return null;
  return { id, user, expiresAtMs };
}
