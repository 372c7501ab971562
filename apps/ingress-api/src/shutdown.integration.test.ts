import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { readEvents } from './testing/call-api.fixture.ts';
import { startIngress } from './testing/start-ingress.fixture.ts';

const queries = z.array(z.unknown());

describe('stopping', () => {
  it('answers what has begun, ends event streams and leaves no listener', async () => {
    const ingress = await startIngress();
    const key = await ingress.keyFor({ role: 'user' });
    const ask = (headers = {}) =>
      ingress.call({ path: '/v1/queries', key, body: { question: 'Who turns off the light?' }, headers });
    const { id } = await ask();
    const streamed = Promise.withResolvers<void>();
    const stream = readEvents(`${ingress.url}/v1/queries/${id}/events`, {
      key,
      enough: () => {
        streamed.resolve();
        return false;
      },
    });
    await streamed.promise;
    const waiting = ask({ prefer: 'wait=60' });
    const accepted = async () => (await ingress.call({ path: '/v1/queries', key })).body['data'];
    await vi.waitUntil(async () => queries.parse(await accepted()).length === 2);

    expect(await ingress.stop()).toBe(true);
    expect((await waiting).status).toBe(202);
    expect((await stream).map(({ type }) => type)).toEqual(['status']);
    await expect(fetch(`${ingress.url}/healthz`)).rejects.toThrow('fetch failed');
  });
});
