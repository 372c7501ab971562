import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';

let ingress: TestIngress;
let admin: string;
let user: string;

beforeAll(async () => {
  ingress = await startIngress();
  admin = await ingress.keyFor({ role: 'admin' });
  user = await ingress.keyFor({ role: 'user' });
});
afterAll(() => ingress.stop());

describe('what a tenant chooses for itself', () => {
  it('keeps a monthly budget that admins set, and takes away', async () => {
    const path = '/v1/budget';
    const set = (body: unknown, key = admin) => ingress.call({ method: 'PUT', path, key, body });
    const none = { monthly_usd: null, spent_usd: 0, action: 'degrade' };
    expect((await ingress.call({ path, key: admin })).body).toEqual(none);
    const limited = { monthly_usd: 120.5, spent_usd: 0, action: 'refuse' };
    expect((await set({ monthly_usd: 120.5, action: 'refuse' })).body).toEqual(limited);
    expect((await ingress.call({ path, key: admin })).body).toEqual(limited);
    const { body: changed } = await set({ ...limited, spent_usd: 7, action: 'degrade' });
    expect(changed).toEqual({ ...limited, action: 'degrade' });
    expect((await set({ monthly_usd: -1 })).status).toBe(422);
    expect((await set({ monthly_usd: 1, actions: 'refuse' })).status).toBe(422);
    expect((await set({ monthly_usd: 1 }, user)).status).toBe(403);
    expect((await set({ monthly_usd: null })).body).toEqual(none);
  });

  it('keeps how a tenant wants its questions answered', async () => {
    const path = '/v1/answer-settings';
    const set = (body: unknown, key = admin) => ingress.call({ method: 'PUT', path, key, body });
    const none = {
      allowed_models: null,
      model_ladder: null,
      system_prompt: null,
      answer_language: null,
      own_keys: [],
      guards: {
        injection: 'flag',
        code_blocks: 'keep',
        urls: 'keep',
        pii_strategy: 'replace',
        blocked_pii_kinds: [],
        cache_judge: 'fleet',
      },
    };
    expect((await ingress.call({ path, key: admin })).body).toEqual(none);
    const wanted = {
      ...none,
      allowed_models: ['gpt-4o-mini'],
      system_prompt: 'Be brief.',
      answer_language: 'de',
      guards: {
        ...none.guards,
        injection: 'block',
        blocked_pii_kinds: ['EMAIL_ADDRESS'],
        cache_judge: 'off',
      },
    };
    const own_keys = { openai: 'sk-of-their-own', anthropic: 'sk-ant-own' };
    const both = { ...wanted, own_keys: ['openai', 'anthropic'] };
    expect((await set({ ...wanted, own_keys })).body).toEqual(both);
    expect((await set({ ...wanted, own_keys: {} })).body).toEqual(both);
    expect(JSON.stringify((await ingress.call({ path, key: admin })).body)).not.toContain('sk-');
    expect((await set({ ...wanted, own_keys: { openai: null, anthropic: null } })).body).toEqual(wanted);
    expect((await set({ own_keys: { acme: 'sk-of-their-own' } })).status).toBe(422);
    expect((await ingress.call({ path, key: admin })).body).toEqual(wanted);
    expect((await set({ answer_language: 'German' })).status).toBe(422);
    expect(await set({ answer_language: 'jp' })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/answer_language' }] },
    });
    expect((await set({ guards: { injection: 'ignore' } })).status).toBe(422);
    expect(await set({ guards: { blocked_pii_kinds: ['SHOE_SIZE'] } })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/guards/blocked_pii_kinds/0' }] },
    });
    expect((await set({ system_prompt: 'x'.repeat(4_001) })).status).toBe(422);
    const search = { path: '/v1/search', key: user, body: { query: 'leave of ada@example.com' } };
    expect(JSON.stringify((await ingress.call(search)).body)).toContain('/pii-blocked"');
    expect((await set({}, user)).status).toBe(403);
    expect((await set({})).body).toEqual(none);
  });
});
