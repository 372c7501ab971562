import { randomBytes, randomUUID } from 'node:crypto';
import { cacheKeys } from '@ragfleet/contracts';
import { isFault } from '@ragfleet/kernel';
import type { SemanticIndex, SemanticSpace, TenantProbe } from '@ragfleet/rag-core';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import {
  CONTRACT_MAX_ENTRIES,
  describeOnRedis8,
  describeSemanticIndexContract,
  leaning,
  startTestRedis,
  type TestRedis,
} from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createScanIndex } from './create-scan-index.ts';

const HOUR_MS = 3_600_000;
const newId = (): string => randomBytes(16).toString('base64url');
const maxEntriesPerSpace = CONTRACT_MAX_ENTRIES;
/** Two writes of one millisecond have no order. */
const eachTimeLater = (): (() => number) => {
  let nowMs = Date.now();
  return () => nowMs++;
};

describe('the scan on Redis 7', () => {
  let server: TestRedis;
  let redis: Redis;
  beforeAll(async () => {
    server = await startTestRedis({ role: 'cache' });
    redis = connectRedis({ url: server.url, profile: 'fail-fast', name: 'test-scan' });
    await whenReady(redis, 5_000);
  });
  afterAll(async () => {
    await closeRedis(redis, 500);
    await server.stop();
  });

  describeSemanticIndexContract('the scan', async () => ({
    index: createScanIndex({ redis, maxEntriesPerSpace }),
    close: async () => {},
  }));

  describe('between processes', () => {
    const newSpace = (tenantId = `scan-${randomUUID()}`): SemanticSpace => ({
      tenantId,
      spaceId: newId(),
      model: 'm',
      dimension: 8,
    });
    const addTo = async (index: SemanticIndex, space: SemanticSpace, lean: number): Promise<string> => {
      const entryId = newId();
      await index.add(space, { ...leaning(1, lean), entryId, expiresAtMs: Date.now() + HOUR_MS });
      return entryId;
    };
    const probeOf = ({ tenantId, model }: SemanticSpace, vectors: readonly Float32Array[]): TenantProbe => ({
      tenantId,
      model,
      vectors,
      limit: 2,
    });
    const find = async (index: SemanticIndex, space: SemanticSpace, limit = 100): Promise<string[]> =>
      (await index.search(space, leaning(1, 0), limit)).map(({ entryId }) => entryId);

    it('each sees what the other added, moved and removed since it looked last', async () => {
      const [one, other] = [createScanIndex({ redis }), createScanIndex({ redis })];
      const space = newSpace();
      const ids = [
        await addTo(one, space, 0.1),
        await addTo(other, space, 0.2),
        await addTo(one, space, 0.3),
      ];
      const [first = '', second = '', third = ''] = ids;
      expect(await find(one, space)).toEqual(ids);
      expect(await find(other, space)).toEqual(ids);
      await other.remove(space, [second]);
      await one.add(space, { ...leaning(1, 0.4), entryId: first, expiresAtMs: Date.now() + HOUR_MS });
      for (const index of [one, other]) expect(await find(index, space)).toEqual([third, first]);
    });

    it('reads what it knows only once', async () => {
      const index = createScanIndex({ redis });
      const space = newSpace();
      for (let place = 0; place < 5; place++) await addTo(index, space, place / 10);
      const read = vi.spyOn(redis, 'xrangeBuffer');
      await find(index, space);
      await find(index, space);
      const replies = await Promise.all(read.mock.results.map(({ value }) => value as Promise<unknown[]>));
      expect(replies.map((records) => records.length)).toEqual([5, 0]);
    });

    it('reads a stream of several pages, once for all who ask together', async () => {
      const space = newSpace();
      const writer = createScanIndex({ redis });
      const ids = [];
      for (let place = 0; place < 450; place++) ids.push(await addTo(writer, space, place / 1_000));
      const read = vi.spyOn(redis, 'xrangeBuffer');
      const reader = createScanIndex({ redis });
      const found = await Promise.all([1, 2, 3, 4].map(() => find(reader, space, 1_000)));
      for (const some of found) expect(some.toSorted()).toEqual(ids.toSorted());
      // Three pages for the first, and one look more that the others share.
      expect(read).toHaveBeenCalledTimes(4);
    });

    it('keeps its mirrors within their bytes, and reads one that left anew', async () => {
      // An entry of eight numbers counts for 316 bytes: one full space fits, two do not.
      const index = createScanIndex({ redis, maxEntriesPerSpace, maxMirrorBytes: 316 * maxEntriesPerSpace });
      const spaces = [newSpace(), newSpace()];
      for (const space of spaces)
        for (let place = 0; place < maxEntriesPerSpace; place++) await addTo(index, space, place / 10);
      const read = vi.spyOn(redis, 'xrangeBuffer');
      for (const space of [...spaces, ...spaces])
        expect(await find(index, space)).toHaveLength(maxEntriesPerSpace);
      const replies = await Promise.all(read.mock.results.map(({ value }) => value as Promise<unknown[]>));
      expect(replies.map((records) => records.length)).toEqual([8, 8, 8, 8]);
      read.mockClear();
      expect(await find(index, spaces[1] ?? newSpace())).toHaveLength(maxEntriesPerSpace);
      expect(await (read.mock.results[0]?.value as Promise<unknown[]>)).toEqual([]);
    });

    it('holds a stream and its mirrors to their bound, and lets the stream leave by itself', async () => {
      const index = createScanIndex({ redis, maxEntriesPerSpace });
      const space = newSpace();
      for (let place = 0; place < 3 * maxEntriesPerSpace; place++) {
        await addTo(index, space, place / 50);
        expect((await find(index, space)).length).toBe(Math.min(place + 1, maxEntriesPerSpace));
      }
      const key = cacheKeys.semanticStream(space.tenantId, space.spaceId);
      expect(await redis.xlen(key)).toBe(maxEntriesPerSpace);
      expect(await redis.pttl(key)).toBeGreaterThan(HOUR_MS);
    });

    it('lets the space written to longest ago leave a tenant that has too many', async () => {
      const index = createScanIndex({ redis, maxSpacesPerTenant: 2, nowMs: eachTimeLater() });
      const { tenantId } = newSpace();
      const spaces = [newSpace(tenantId), newSpace(tenantId), newSpace(tenantId)];
      for (const space of spaces) await addTo(index, space, 0.1);
      const sizes = spaces.map(({ spaceId }) => redis.xlen(cacheKeys.semanticStream(tenantId, spaceId)));
      expect(await Promise.all(sizes)).toEqual([0, 1, 1]);
    });

    it('lets the process do something else between the vectors of housekeeping', async () => {
      const index = createScanIndex({ redis });
      const space = newSpace();
      for (let place = 0; place < 3; place++) await addTo(index, space, place / 10);
      await find(index, space);
      const vectors = Array.from({ length: 200 }, (_, place) => leaning(1, place / 1_000).vector);
      const caller = new AbortController();
      let turns = 0;
      const turn = (): void => {
        turns += 1;
        if (!caller.signal.aborted) setImmediate(turn);
      };
      turn();
      const found = await index.nearestOfTenant(probeOf(space, vectors), caller.signal);
      caller.abort();
      expect(found).toHaveLength(2 * vectors.length);
      expect(turns).toBeGreaterThanOrEqual(vectors.length);
    });

    it('ends housekeeping between two vectors when nobody waits for it', async () => {
      const index = createScanIndex({ redis });
      const space = newSpace();
      await addTo(index, space, 0.1);
      const caller = new AbortController();
      const reason = new Error('nobody waits');
      const vectors = Array.from({ length: 200 }, () => leaning(1, 0).vector);
      const search = index.nearestOfTenant(probeOf(space, vectors), caller.signal);
      setImmediate(() => caller.abort(reason));
      await expect(search).rejects.toBe(reason);
    });

    it('knows nothing, and no error, after the cache was emptied', async () => {
      const [writer, reader] = [createScanIndex({ redis }), createScanIndex({ redis })];
      const space = newSpace();
      await addTo(writer, space, 0.1);
      await redis.del(cacheKeys.semanticStream(space.tenantId, space.spaceId));
      expect(await find(reader, space)).toEqual([]);
      const fresh = await addTo(writer, space, 0.2);
      expect(await find(reader, space)).toEqual([fresh]);
    });
  });
});

describeOnRedis8('the scan', (server) => {
  describeSemanticIndexContract('the scan', async (tenantPrefix) => ({
    index: createScanIndex({ redis: server().redis, maxEntriesPerSpace }),
    close: () => server().removeKeys(`rf:${tenantPrefix}`),
  }));
});

it('is unavailable, at once, while Redis is away', async () => {
  const redis = connectRedis({ url: 'redis://127.0.0.1:1', profile: 'cache', name: 'nobody' });
  const index = createScanIndex({ redis });
  const space = { tenantId: 't', spaceId: newId(), model: 'm', dimension: 8 };
  const isAway = (error: unknown): boolean => isFault(error, 'unavailable');
  await expect(index.search(space, leaning(1, 0), 1)).rejects.toSatisfy(isAway);
  await expect(index.search(space, leaning(1, 0), 1)).rejects.toSatisfy(isAway);
  await expect(index.remove(space, [newId()])).rejects.toSatisfy(isAway);
  await closeRedis(redis, 100);
});
