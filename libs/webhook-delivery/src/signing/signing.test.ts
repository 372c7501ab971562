import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { signWebhook } from './sign-webhook.ts';
import { verifyWebhook } from './verify-webhook.ts';

const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
const otherSecret = `whsec_${Buffer.from('another secret of thirty-two byte').toString('base64')}`;
const body = Buffer.from('{"type":"query.completed","data":{"id":"q_1"}}');
const at = 1_700_000_000;

const VECTORS: ReadonlyArray<readonly [id: string, timestamp: number, body: string, signature: string]> = [
  ['msg_1', at, '', 'v1,iKFTj1bDApk/dktaaBRO3DQUPfL6GPO3aJKPm7ENJfI='],
  ['msg_1', at, '{}', 'v1,2c4VI0bO4Wd5svqP2unEA9pCk0dTAXr/elrHCJ+/efk='],
  ['msg_1', at, body.toString(), 'v1,h817MjM9/X/sKyny6GpXV4RTRaFh72bVv05ZIVKwtBY='],
  ['msg_1', at, '{"t":"é漢😀"}', 'v1,V7RBWqlXuZfr80XoWot3NeYa763dYvrwSBWtnEIR5mk='],
  ['msg_2', at + 300, '{"type":"query.failed"}\n', 'v1,Wme0psl5uZarmFFXoTj32gIHJWhFMvAwNQRdVDzTMaA='],
];

const sign = (secrets: readonly string[], id = 'msg_1', timestampMs = at * 1_000) =>
  signWebhook({ id, timestampMs, body, secrets });

beforeEach(() => vi.useFakeTimers({ now: at * 1_000 }));
afterEach(() => vi.useRealTimers());

describe('signWebhook', () => {
  it.each(VECTORS)('signs %s at %d over %j as published', (id, timestamp, text, signature) => {
    const headers = signWebhook({
      id,
      timestampMs: timestamp * 1_000,
      body: Buffer.from(text),
      secrets: [secret],
    });
    expect(headers).toEqual({
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signature,
    });
  });

  it('is accepted by the reference library, under each secret of a rotation', () => {
    const headers = { ...sign([secret, otherSecret]) };
    for (const key of [secret, otherSecret])
      expect(() => new Webhook(key).verify(body, headers)).not.toThrow();
  });

  it('refuses an id with a dot, no secret, and a secret under 24 bytes', () => {
    expect(() => sign([secret], 'msg.1')).toThrow(/without dots/);
    expect(() => sign([])).toThrow(/at least one/);
    expect(() => sign([`whsec_${Buffer.alloc(23).toString('base64')}`])).toThrow(/24 bytes/);
    expect(() => sign(['whsec_'])).toThrow(/24 bytes/);
  });
});

describe('verifyWebhook', () => {
  const good: Readonly<Record<string, string>> = { ...sign([secret]) };
  const signature = good['webhook-signature'] ?? '';
  const accepts = (changes: Record<string, string | undefined>, bytes = body, secrets = [secret]) =>
    verifyWebhook({ headers: { ...good, ...changes }, body: bytes }, secrets);

  it('accepts what the reference library signs', () => {
    const headers = {
      ...good,
      'webhook-signature': new Webhook(secret).sign('msg_1', new Date(at * 1_000), body),
    };
    expect(verifyWebhook({ headers, body }, [secret])).toBe(true);
  });

  it('accepts what node:crypto signs', () => {
    const key = Buffer.from(secret.slice(6), 'base64');
    const mac = createHmac('sha256', key).update(`msg_1.${at}.${body.toString()}`).digest('base64');
    expect(accepts({ 'webhook-signature': `v1,${mac}` })).toBe(true);
  });

  it.each<[string, () => boolean]>([
    ['a list with a bad and a good one', () => accepts({ 'webhook-signature': `v1,AAAA ${signature}` })],
    ['the old secret during a rotation', () => accepts({ ...sign([otherSecret, secret]) })],
    [
      'the new secret during a rotation',
      () => accepts({ ...sign([otherSecret, secret]) }, body, [otherSecret]),
    ],
    ['either secret that the receiver holds', () => accepts({}, body, [otherSecret, secret])],
    ['299 s old', () => accepts({ ...sign([secret], 'msg_1', (at - 299) * 1_000) })],
    ['299 s ahead', () => accepts({ ...sign([secret], 'msg_1', (at + 299) * 1_000) })],
  ])('accepts %s', (_name, check) => expect(check()).toBe(true));

  it.each<[string, () => boolean]>([
    ['a body with one more byte', () => accepts({}, Buffer.concat([body, Buffer.from(' ')]))],
    [
      'a re-serialized body',
      () => accepts({}, Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1))),
    ],
    ['another id', () => accepts({ 'webhook-id': 'msg_2' })],
    ['another timestamp', () => accepts({ 'webhook-timestamp': String(at + 1) })],
    ['301 s old', () => accepts({ ...sign([secret], 'msg_1', (at - 301) * 1_000) })],
    ['301 s ahead', () => accepts({ ...sign([secret], 'msg_1', (at + 301) * 1_000) })],
    ['a timestamp that is no number', () => accepts({ 'webhook-timestamp': 'now' })],
    ['a timestamp with a tail', () => accepts({ 'webhook-timestamp': `${at}x` })],
    ['no id', () => accepts({ 'webhook-id': undefined })],
    ['no timestamp', () => accepts({ 'webhook-timestamp': undefined })],
    ['no signature', () => accepts({ 'webhook-signature': undefined })],
    ['another endpoint', () => accepts({ ...sign([otherSecret]) })],
    ['v1a alone', () => accepts({ 'webhook-signature': signature.replace('v1,', 'v1a,') })],
    ['v2', () => accepts({ 'webhook-signature': signature.replace('v1,', 'v2,') })],
    ['an empty list', () => accepts({ 'webhook-signature': ' ' })],
    ['broken base64', () => accepts({ 'webhook-signature': 'v1,%%%' })],
    ['a truncated MAC', () => accepts({ 'webhook-signature': signature.slice(0, -8) })],
  ])('rejects %s', (_name, check) => expect(check()).toBe(false));
});
