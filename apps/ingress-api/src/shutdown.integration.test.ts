import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { startOpenAiDouble } from '@ragfleet/test-support';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { readEvents } from './testing/call-api.fixture.ts';
import { startIngress } from './testing/start-ingress.fixture.ts';

const queries = z.array(z.unknown());

/** A question of which only the head has arrived. */
async function beginQuestion(url: string, key: string): Promise<ClientRequest> {
  const begun = request(`${url}/v1/queries`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', expect: '100-continue' },
  });
  begun.flushHeaders();
  await once(begun, 'continue');
  return begun;
}

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

  it('ends no search that is under way', async () => {
    const vendor = await startOpenAiDouble();
    onTestFinished(() => vendor.stop());
    vendor.pace({ firstTokenMs: 400 });
    const ingress = await startIngress({
      OPENAI_API_KEY: 'not-a-secret',
      OPENAI_BASE_URL: `${vendor.url}/v1`,
      EMBEDDING_MODEL: 'text-embedding-3-small',
    });
    const key = await ingress.keyFor({ role: 'user' });
    const search = ingress.call({ path: '/v1/search', key, body: { query: 'the last light' } });
    await vi.waitUntil(() => vendor.callsInFlight() === 1);

    expect(await ingress.stop()).toBe(true);
    expect((await search).status).toBe(200);
  });

  it('is not ready from its first moment, while what has begun is still answered', async () => {
    const ingress = await startIngress();
    const readiness = async () => (await fetch(`${ingress.operationsUrl}/readyz`)).status;
    const begun = await beginQuestion(ingress.url, await ingress.keyFor({ role: 'user' }));
    expect(await readiness()).toBe(200);

    const stopped = ingress.stop();
    expect(await readiness()).toBe(503);
    await expect(fetch(`${ingress.url}/readyz`)).rejects.toThrow('fetch failed');
    begun.end(JSON.stringify({ question: 'Who turns off the light?' }));
    const [reply] = (await once(begun, 'response')) as [IncomingMessage];
    expect(reply.statusCode).toBe(202);
    reply.resume();
    expect(await stopped).toBe(true);
  });
});
