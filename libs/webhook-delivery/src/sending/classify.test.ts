import { describe, expect, it } from 'vitest';
import { classifyResponse, parseRetryAfter } from './classify.ts';

const now = Date.parse('2026-11-01T12:00:00Z');

describe('classifyResponse', () => {
  it.each([200, 201, 202, 204, 299])('%d is delivered', (status) =>
    expect(classifyResponse(status, undefined, now).outcome).toBe('delivered'),
  );

  it.each([301, 302, 303, 304, 307, 308, 400, 401, 404, 418, 429, 500, 502, 503, 504, 599])(
    '%d is tried again',
    (status) => expect(classifyResponse(status, undefined, now).outcome).toBe('retry'),
  );

  it('410 ends the endpoint', () =>
    expect(classifyResponse(410, undefined, now)).toMatchObject({ outcome: 'dead', disableEndpoint: true }));

  it('takes Retry-After of 429 and 503 alone', () => {
    expect(classifyResponse(429, '7', now)).toMatchObject({ retryAfterMs: 7_000 });
    expect(classifyResponse(503, '7', now)).toMatchObject({ retryAfterMs: 7_000 });
    expect(classifyResponse(500, '7', now)).not.toHaveProperty('retryAfterMs');
  });
});

describe('parseRetryAfter', () => {
  it.each<[string | undefined, number | null]>([
    ['0', 0],
    ['120', 120_000],
    ['9999999999', 86_400_000],
    ['Sun, 01 Nov 2026 12:01:00 GMT', 60_000],
    ['Sun, 01 Nov 2026 11:00:00 GMT', null],
    ['soon', null],
    ['-5', null],
    ['', null],
    [undefined, null],
  ])('%j is %j ms', (header, expected) => expect(parseRetryAfter(header, now)).toBe(expected));
});
