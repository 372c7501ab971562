import { createApiKeys } from '@ragfleet/identity';
import { createSealer } from '@ragfleet/sealing';
import { createLogger, readConfig } from '@ragfleet/service-runtime';
import { openProcessStage } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it } from 'vitest';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';
import { callApi, type Call } from './testing/call-api.fixture.ts';

const logger = createLogger({ service: 'test', level: 'silent' });
const stage = await openProcessStage({ until: 'test ends', graceMs: 500 });
let key: string;

beforeEach(async () => {
  const sealer = createSealer(stage.masterKey);
  const keys = createApiKeys({ redis: stage.queue.redis, sealer, environment: 'test' });
  key = (await keys.create({ tenantId: 'acme', principalId: 'ann', role: 'admin' })).secret;
});

async function start(variables: Readonly<Record<string, string>> = {}): Promise<string> {
  await stage.stop();
  const config = readConfig(configSchema, { ...stage.variables, ...variables });
  const { services, server } = await compose(config, logger);
  await stage.run(services);
  return `http://127.0.0.1:${server.address().port}`;
}

const call = (url: string, changes: Partial<Call> & Pick<Call, 'path'>) => callApi(url, { key, ...changes });

describe('variables of the ingress', () => {
  it('CORS_ALLOW_ORIGINS: whose pages may call', async () => {
    const origin = 'https://app.example.com';
    const allowed: (string | null)[] = [];
    for (const origins of ['https://other.example.com', `https://other.example.com,${origin}`]) {
      const { headers } = await call(await start({ CORS_ALLOW_ORIGINS: origins }), {
        path: '/v1/me',
        headers: { origin },
      });
      allowed.push(headers.get('access-control-allow-origin'));
    }
    expect(allowed).toEqual([null, origin]);
  });

  it('REQUESTS_PER_MINUTE_PER_ADDRESS: how much one address may send', async () => {
    for (const limit of [2, 4]) {
      const url = await start({ REQUESTS_PER_MINUTE_PER_ADDRESS: String(limit) });
      const statuses: number[] = [];
      for (let sent = 0; sent < 5; sent += 1) statuses.push((await call(url, { path: '/v1/me' })).status);
      expect(statuses.indexOf(429)).toBe(limit);
    }
  });

  it('TRUSTED_PROXY_HOPS: whose word of the address is believed', async () => {
    const last: number[] = [];
    for (const hops of ['0', '1']) {
      const url = await start({ TRUSTED_PROXY_HOPS: hops, REQUESTS_PER_MINUTE_PER_ADDRESS: '2' });
      const from = (address: string) =>
        call(url, { path: '/v1/me', headers: { 'x-forwarded-for': address } });
      for (let sent = 0; sent < 3; sent += 1) await from('203.0.113.1');
      last.push((await from('203.0.113.2')).status);
    }
    expect(last).toEqual([429, 200]);
  });

  it('MAX_EVENT_STREAMS: how many streams are open at once', async () => {
    for (const limit of [1, 3]) {
      const url = await start({ MAX_EVENT_STREAMS: String(limit) });
      const { id } = await call(url, { path: '/v1/queries', body: { question: 'Who?' } });
      const leaving = new AbortController();
      const statuses: number[] = [];
      for (let opened = 0; opened <= limit; opened += 1) {
        const response = await fetch(`${url}/v1/queries/${id}/events`, {
          headers: { authorization: `Bearer ${key}` },
          signal: leaving.signal,
        });
        statuses.push(response.status);
      }
      leaving.abort();
      expect(statuses).toEqual([...Array.from({ length: limit }, () => 200), expect.toBeOneOf([429, 503])]);
    }
  });

  it('WEBHOOK_ALLOW_HOSTS: which callbacks are accepted', async () => {
    const callback = { url: 'http://127.0.0.1:9000/hook' };
    const statuses: number[] = [];
    for (const hosts of ['elsewhere.example', 'elsewhere.example,127.0.0.1:9000']) {
      const url = await start({ WEBHOOK_ALLOW_HOSTS: hosts });
      statuses.push((await call(url, { path: '/v1/queries', body: { question: 'Who?', callback } })).status);
    }
    expect(statuses).toEqual([422, 202]);
  });

  it('DATABASE_URL: without its server there is no ingress', async () => {
    await expect(start({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })).rejects.toMatchObject({
      kind: 'unavailable',
    });
    expect((await call(await start(), { path: '/v1/documents' })).status).toBe(200);
  });

  it('IDENTITY_ISSUERS: whose tokens are looked at', async () => {
    const issuer = 'http://127.0.0.1:9/idp';
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { iss: issuer, aud: 'ragfleet', sub: 'ann', exp: Math.floor(Date.now() / 1_000) + 300 };
    const token = `${part({ alg: 'ES256', kid: 'k' })}.${part(claims)}.${'A'.repeat(86)}`;
    const statuses: number[] = [];
    const role = { claim: 'groups', map: { people: 'user' } };
    const trusted = {
      name: 'corp',
      issuer,
      jwks_uri: issuer,
      audience: 'ragfleet',
      role,
      tenant: { claim: 'org' },
    };
    for (const issuers of ['[]', JSON.stringify([trusted])]) {
      const url = await start({ IDENTITY_ISSUERS: issuers });
      statuses.push((await call(url, { path: '/v1/me', key: token })).status);
    }
    // Nobody serves the issuer's keys: a token of a stranger is refused before anybody asks for them.
    expect(statuses).toEqual([401, 503]);
  });

  it('PUBLIC_URL: how the urls of a query begin', async () => {
    for (const publicUrl of ['https://one.example', 'https://two.example']) {
      const url = await start({ PUBLIC_URL: publicUrl });
      const { id, body } = await call(url, { path: '/v1/queries', body: { question: 'Who?' } });
      expect(body['urls']).toMatchObject({ self: `${publicUrl}/v1/queries/${id}` });
    }
  });
});
