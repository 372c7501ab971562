import { findFreePort } from '@ragfleet/redis-server';
import { describeOnPostgres, openTestRedis } from '@ragfleet/test-support';
import { describe, expect, it } from 'vitest';
import type { Finding } from './contract.ts';
import { checkStores } from './check-stores.ts';

const queue = await openTestRedis();
const cache = await openTestRedis({ role: 'cache' });

const byCheck = (findings: readonly Finding[]): Record<string, Finding> =>
  Object.fromEntries(findings.map((finding) => [finding.check, finding]));
const ok = { ok: true, fix: null };

describe('the doctor at two Redis servers', () => {
  it('finds each as its work needs it', async () => {
    const named = { QUEUE_REDIS_URL: queue.url, CACHE_REDIS_URL: cache.url };
    const findings = byCheck(await checkStores(null, named));
    expect(Object.keys(findings).toSorted()).toEqual([
      'cache redis clock',
      'cache redis policy',
      'cache redis version',
      'queue redis clock',
      'queue redis persistence',
      'queue redis policy',
      'queue redis version',
    ]);
    expect(findings['queue redis policy']).toMatchObject({ ok: true, detail: 'noeviction' });
    expect(findings['queue redis version']?.detail).toMatch(/^(Redis|Valkey) \d+\.\d+/);
    expect(findings['queue redis clock']).toMatchObject(ok);
    expect(findings['cache redis policy']).toMatchObject({ ok: true, detail: 'allkeys-lru' });
  });

  it('says what is wrong when they are swapped', async () => {
    const swapped = { QUEUE_REDIS_URL: cache.url, CACHE_REDIS_URL: queue.url };
    const findings = byCheck(await checkStores(null, swapped));
    expect(findings['queue redis policy']).toMatchObject({ ok: false, detail: 'allkeys-lru' });
    expect(findings['queue redis persistence']).toMatchObject({ ok: false });
    expect(findings['queue redis persistence']?.fix).toContain('appendonly yes');
    expect(findings['cache redis policy']?.fix).toContain('allkeys-lru');
  });

  it('names the variable when a server does not answer, and shows no password', async () => {
    const url = `redis://user:hidden-word@127.0.0.1:${await findFreePort()}`;
    const database = `postgres://user:hidden-word@127.0.0.1:${await findFreePort()}/x`;
    const findings = await checkStores(null, { QUEUE_REDIS_URL: url, DATABASE_URL: database });
    expect(findings).toEqual([
      {
        check: 'queue redis',
        ok: false,
        detail: 'does not answer, or does not let this address in',
        fix: 'Correct QUEUE_REDIS_URL, or start that server.',
      },
      {
        check: 'document store',
        ok: false,
        detail: 'does not answer, or does not let this address in',
        fix: 'Correct DATABASE_URL, or start that server.',
      },
    ]);
  });

  it('says which address cannot be read, and looks at the others', async () => {
    const wrong = { QUEUE_REDIS_URL: 'redis://:hidden-word@here:port', DATABASE_URL: 'hidden-word' };
    const findings = await checkStores(null, { ...wrong, CACHE_REDIS_URL: cache.url });
    expect(byCheck(findings)).toMatchObject({
      'queue redis': { ok: false, fix: expect.stringContaining('QUEUE_REDIS_URL: ') as string },
      'document store': { ok: false, fix: expect.stringContaining('DATABASE_URL: ') as string },
      'cache redis version': { ok: true },
    });
    expect(JSON.stringify(findings)).not.toContain('hidden-word');
  });

  it('looks at nothing that nobody named', async () => {
    expect(await checkStores(null, {})).toEqual([]);
    expect(await checkStores(null, { QUEUE_REDIS_URL: '', CACHE_REDIS_URL: '', DATABASE_URL: '' })).toEqual(
      [],
    );
  });
});

describeOnPostgres('the doctor at a document store', (server) => {
  it('says its version, and that of pgvector', async () => {
    const findings = byCheck(await checkStores(null, { DATABASE_URL: server().url }));
    expect(findings['document store']?.detail).toMatch(/^PostgreSQL \d+/);
    expect(findings['pgvector']).toMatchObject(ok);
  });
});
