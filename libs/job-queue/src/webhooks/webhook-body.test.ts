import { describe, expect, it } from 'vitest';
import { citedNamespaces, encodeWebhook, thinWebhook, type WebhookMessage } from './webhook-body.ts';

const message = (answer: string): WebhookMessage => ({
  type: 'query.succeeded',
  timestamp: '2026-11-01T12:00:00.000Z',
  data: { id: 'q_1', question: 'é漢😀?', result: { answer } },
});
const decode = (body: Buffer): unknown => JSON.parse(body.toString());

describe('encodeWebhook', () => {
  it('sends the whole resource', () =>
    expect(decode(encodeWebhook(message('42'), true))).toEqual(message('42')));

  it('leaves the result out when asked', () => {
    expect(decode(encodeWebhook(message('42'), false))).toMatchObject({ data: { id: 'q_1' } });
    expect(encodeWebhook(message('42'), false).toString()).not.toMatch(/result|truncated/);
  });

  it('says truncated when the whole would be over 20 kB', () => {
    const body = encodeWebhook(message('a'.repeat(21_000)), true);
    expect(decode(body)).toMatchObject({ data: { id: 'q_1', truncated: true } });
    expect(body.toString()).not.toContain('result');
  });

  it('keeps a body of 20 kB whole', () => {
    const overhead = encodeWebhook(message(''), true).length;
    const body = encodeWebhook(message('a'.repeat(20 * 1_024 - overhead)), true);
    expect([body.length, body.toString().includes('truncated')]).toEqual([20 * 1_024, false]);
  });
});

describe('thinWebhook', () => {
  it('makes the same bytes as a thin body from the start', () =>
    expect(thinWebhook(encodeWebhook(message('42'), true)).equals(encodeWebhook(message('42'), false))).toBe(
      true,
    ));
});

describe('citedNamespaces', () => {
  const citing = (...namespaces: string[]) => ({
    ...message('42'),
    data: { result: { citations: namespaces.map((namespace) => ({ namespace })) } },
  });

  it('names each namespace of the result once', () =>
    expect(citedNamespaces(encodeWebhook(citing('hr', 'law', 'hr'), true))).toEqual(['hr', 'law']));

  it('names none where there is no result', () =>
    expect(citedNamespaces(encodeWebhook(citing('hr'), false))).toEqual([]));
});
