import { describe, expect, it } from 'vitest';
import { createSessions } from './sessions.ts';

let nowMs = 1_000_000;
const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
const sessionsOf = (letter: string) =>
  createSessions({ secret: Buffer.alloc(32, letter), ttlMs: 60_000, clock });

describe('sessions', () => {
  it('are read back until they expire', () => {
    const sessions = sessionsOf('a');
    const { token } = sessions.open('ann');
    expect(sessions.read(token)?.user).toBe('ann');
    nowMs += 60_000;
    expect(sessions.read(token)).toBeNull();
  });

  it('survive a restart, and no other key opens them', () => {
    const { token } = sessionsOf('a').open('ann');
    expect(sessionsOf('a').read(token)?.user).toBe('ann');
    expect(sessionsOf('b').read(token)).toBeNull();
  });

  it('are refused when anything in them was changed', () => {
    const sessions = sessionsOf('a');
    const { token } = sessions.open('ann');
    const [payload = '', signature = ''] = token.split('.');
    const forged = Buffer.from(JSON.stringify({ id: 'x', user: 'eve', expiresAtMs: nowMs * 2 })).toString(
      'base64url',
    );
    for (const bad of [
      '',
      '.',
      payload,
      `${payload}.`,
      `${forged}.${signature}`,
      `${payload}.${signature.slice(2)}`,
      `.${signature}`,
    ])
      expect(sessions.read(bad)).toBeNull();
  });

  it('end when their owner signs out, and no other does', () => {
    const sessions = sessionsOf('a');
    const [one, other] = [sessions.open('ann'), sessions.open('ann')];
    sessions.end(one.session);
    expect([sessions.read(one.token), sessions.read(other.token)?.user]).toEqual([null, 'ann']);
  });
});
