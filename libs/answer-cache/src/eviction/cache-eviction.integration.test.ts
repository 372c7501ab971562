import type { CacheEntry, SemanticIndex } from '@ragfleet/rag-core';
import { closeRedis, connectRedis } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import { answerEntry, openTestRedis } from '@ragfleet/test-support';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createAnswerEntries } from '../entries/answer-entries.ts';
import { type CacheEvictionOptions, createCacheEviction } from './cache-eviction.ts';
import { sampleEvenly } from './sample-evenly.ts';

const sealer = createSealer(randomBytes(32).toString('base64'));
const { redis } = await openTestRedis({ role: 'cache' });

const SPACE = 'AAECAwQFBgcICQoLDA0ODw';
const OTHER_SPACE = 'EAECAwQFBgcICQoLDA0ODw';
const vector = Float32Array.of(1, 0);
let tenants = 0;

function bench(changes: Partial<CacheEvictionOptions> = {}) {
  const tenantId = `tenant-${(tenants += 1)}`;
  const entries = createAnswerEntries({ redis, sealer });
  const removed: [string, readonly string[]][] = [];
  const evicted: unknown[] = [];
  const warnings: object[] = [];
  const searches: number[] = [];
  let near: Awaited<ReturnType<SemanticIndex['nearestOfTenant']>> = [];
  const eviction = createCacheEviction({
    redis,
    sealer,
    semanticIndex: {
      remove: async ({ spaceId }, ids) => void removed.push([spaceId, ids.toSorted()]),
      nearestOfTenant: async ({ vectors }) => {
        searches.push(vectors.length);
        return near;
      },
    },
    logger: { info: () => undefined, warn: (fields) => warnings.push(fields), error: () => undefined },
    onEvicted: (...counted) => evicted.push(counted),
    timeoutMs: 30_000,
    ...changes,
  });
  const write = async (name: string, documentIds: readonly string[], part: Partial<CacheEntry> = {}) => {
    const id = entries.idOf(tenantId, name);
    const result = { ...answerEntry().result, citations: [] };
    await entries.write(tenantId, id, answerEntry({ result, ...part }), { keepMs: 60_000, documentIds });
    return id;
  };
  const areThere = async (ids: readonly string[]) =>
    (await entries.read(tenantId, ids)).map((entry) => entry !== null);
  const setNear = (found: typeof near): void => void (near = found);
  return { tenantId, entries, eviction, removed, evicted, warnings, searches, write, areThere, setNear };
}

describe('documentsChanged', () => {
  it('removes the answers that rest on a document, wherever they are, and no other', async () => {
    const { tenantId, eviction, removed, evicted, write, areThere } = bench();
    const ids = [
      await write('from a', ['a']),
      await write('from a and b', ['a', 'b'], { spaceId: OTHER_SPACE }),
      await write('from b', ['b']),
      await write('cites cited', [], { result: answerEntry().result }),
    ];
    await eviction.documentsChanged(tenantId, ['a', 'a', 'unknown']);
    expect(await areThere(ids)).toEqual([false, false, true, true]);
    expect(Object.fromEntries(removed)).toEqual({ [SPACE]: [ids[0]], [OTHER_SPACE]: [ids[1]] });
    expect(evicted).toEqual([[tenantId, 'document-changed', 2]]);
    await eviction.documentsChanged(tenantId, ['doc_old']);
    expect(await areThere(ids)).toEqual([false, false, true, false]);
  });

  it("leaves another tenant's answers alone", async () => {
    const [one, other] = [bench(), bench()];
    const id = await one.write('q', ['a']);
    await other.eviction.documentsChanged(other.tenantId, ['a']);
    expect(await one.areThere([id])).toEqual([true]);
  });

  it('takes everything out, however much it is, and out of the counts', async () => {
    const { tenantId, eviction, evicted, write } = bench();
    for (let at = 0; at < 300; at += 1) await write(`q${at}`, ['a']);
    await eviction.documentsChanged(tenantId, ['a']);
    expect(
      evicted.map((counted) => (Array.isArray(counted) ? Number(counted[2]) : 0)).reduce((a, b) => a + b),
    ).toBe(300);
    expect(await redis.keys(`rf:${tenantId}:*:*`)).toEqual([]);
  });

  it('does not bring back what expired or was evicted before', async () => {
    const { tenantId, entries, eviction, evicted, write } = bench();
    await entries.remove(tenantId, [await write('q', ['a'])]);
    await eviction.documentsChanged(tenantId, ['a']);
    expect(evicted).toEqual([]);
  });

  it('never throws and says so when the cache is away or stands still', async () => {
    const away = connectRedis({ url: 'redis://127.0.0.1:1', profile: 'cache', name: 'away' });
    const { eviction, warnings } = bench({ redis: away });
    await eviction.documentsChanged('acme', ['a']);
    expect(warnings).toEqual([{ tenant: 'acme', reason: 'document-changed', kind: 'unavailable' }]);
    await closeRedis(away, 100);
  });

  it('waits for a store that does not answer no longer than its time', async () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    const { eviction, warnings } = bench({
      semanticIndex: { remove: never, nearestOfTenant: never },
      timeoutMs: 20,
    });
    await eviction.passagesAdded('acme', 'm', [vector]);
    expect(warnings).toEqual([{ tenant: 'acme', reason: 'passage-added', kind: 'timeout' }]);
  });
});

describe('passagesAdded', () => {
  it('removes the answers whose question is near a new passage', async () => {
    const { tenantId, eviction, evicted, removed, write, areThere, setNear } = bench();
    const [near, far] = [await write('near', []), await write('far', [])];
    setNear([
      { entryId: near, spaceId: SPACE, similarity: 0.6 },
      { entryId: near, spaceId: SPACE, similarity: 0.7 },
      { entryId: far, spaceId: SPACE, similarity: 0.59 },
    ]);
    await eviction.passagesAdded(tenantId, 'm', [vector, vector]);
    expect(await areThere([near, far])).toEqual([false, true]);
    expect(removed).toEqual([[SPACE, [near]]]);
    expect(evicted).toEqual([[tenantId, 'passage-added', 1]]);
  });

  it('looks around at most 200 of the passages, and not at all without neighbors', async () => {
    const { tenantId, eviction, searches } = bench();
    await eviction.passagesAdded(
      tenantId,
      'm',
      Array.from({ length: 1_001 }, () => vector),
    );
    await eviction.passagesAdded(tenantId, 'm', []);
    expect(searches).toEqual([200]);
    const blind = bench({ semanticIndex: null });
    await blind.eviction.passagesAdded(blind.tenantId, 'm', [vector]);
    expect(blind.warnings).toEqual([]);
  });
});

describe('passages that are added while neighbors of others are looked for', () => {
  it('are left to revalidation until that look has ended by itself, however late', async () => {
    const looks = [Promise.withResolvers<[]>(), Promise.withResolvers<[]>()];
    const signals: AbortSignal[] = [];
    const { eviction } = bench({
      semanticIndex: {
        remove: async () => undefined,
        nearestOfTenant: (_probe, signal) => {
          signals.push(signal);
          return looks[signals.length - 1]?.promise ?? Promise.resolve([]);
        },
      },
      timeoutMs: 20,
    });
    await eviction.passagesAdded('acme', 'm', [vector]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    await eviction.passagesAdded('globex', 'm', [vector]);
    expect(signals).toHaveLength(1);
    looks[0]?.resolve([]);
    await looks[0]?.promise;
    await new Promise(setImmediate);
    await eviction.passagesAdded('acme', 'm', [vector]);
    expect(signals).toHaveLength(2);
  });

  it('are looked around again after a look that failed', async () => {
    let looks = 0;
    const { eviction } = bench({
      semanticIndex: {
        remove: async () => undefined,
        nearestOfTenant: async () => {
          looks += 1;
          throw new Error('Away.');
        },
      },
    });
    await eviction.passagesAdded('acme', 'm', [vector]);
    await eviction.passagesAdded('acme', 'm', [vector]);
    expect(looks).toBe(2);
  });
});

describe('sampleEvenly', () => {
  it('takes from the whole length', () => {
    const items = Array.from({ length: 1_000 }, (_, at) => at);
    expect(sampleEvenly(items, 4)).toEqual([0, 250, 500, 750]);
    expect(sampleEvenly(items.slice(0, 3), 4)).toEqual([0, 1, 2]);
    expect(sampleEvenly(items.slice(0, 5), 4)).toHaveLength(4);
  });
});
