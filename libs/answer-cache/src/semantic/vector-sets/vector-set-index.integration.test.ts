import { randomBytes, randomUUID } from 'node:crypto';
import { cacheKeys } from '@ragfleet/contracts';
import { isFault } from '@ragfleet/kernel';
import type { SemanticSpace } from '@ragfleet/rag-core';
import { closeRedis, connectRedis } from '@ragfleet/redis-connection';
import {
  CONTRACT_MAX_ENTRIES,
  describeOnRedis8,
  describeSemanticIndexContract,
  leaning,
  seededNumbers,
} from '@ragfleet/test-support';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createVectorSetIndex } from './create-vector-set-index.ts';

const newId = (): string => randomBytes(16).toString('base64url');
const HOUR_MS = 3_600_000;

describeOnRedis8('vector sets', (server) => {
  const keepAnswer = async (tenantId: string, entryId: string, expiresAtMs: number): Promise<void> => {
    const key = cacheKeys.answer(tenantId, entryId);
    if (expiresAtMs > Date.now()) await server().redis.set(key, 'sealed', 'PXAT', expiresAtMs);
    else await server().redis.unlink(key);
  };

  describeSemanticIndexContract('vector sets', async (tenantPrefix) => ({
    index: createVectorSetIndex({ redis: server().redis, maxEntriesPerSpace: CONTRACT_MAX_ENTRIES }),
    keepAnswer,
    close: () => server().removeKeys(`rf:${tenantPrefix}`),
  }));

  describe('bounds', () => {
    const tenantId = `vector-sets-${randomUUID()}`;
    afterAll(() => server().removeKeys(`rf:${tenantId}`));
    const random = seededNumbers(3);
    const newSpace = (): SemanticSpace => ({ tenantId, spaceId: newId(), model: 'm', dimension: 8 });
    const keyOf = ({ spaceId }: SemanticSpace): string => cacheKeys.semantic(tenantId, spaceId);
    const sizeOf = async (space: SemanticSpace): Promise<number> =>
      Number(await server().redis.call('VCARD', keyOf(space)));
    const addTo = async (
      index: ReturnType<typeof createVectorSetIndex>,
      space: SemanticSpace,
    ): Promise<string> => {
      const entryId = newId();
      const expiresAtMs = Date.now() + HOUR_MS;
      await keepAnswer(tenantId, entryId, expiresAtMs);
      await index.add(space, { ...leaning(1 + Math.floor(7 * random()), random()), entryId, expiresAtMs });
      return entryId;
    };

    it('keeps the dead few while as many answers leave as come, though nobody looks for them', async () => {
      const index = createVectorSetIndex({ redis: server().redis });
      const space = newSpace();
      const alive: string[] = [];
      const shares: number[] = [];
      for (let round = 0; round < 400; round++) {
        alive.push(await addTo(index, space));
        // The answer that leaves is the oldest, once there are 60.
        const leaving = alive.length > 60 ? alive.shift() : undefined;
        if (leaving !== undefined) await server().redis.unlink(cacheKeys.answer(tenantId, leaving));
        if (round >= 150) shares.push(1 - alive.length / (await sizeOf(space)));
      }
      // One in ten on average; twice that and more is far outside of what chance does.
      expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeLessThan(0.15);
      expect(Math.max(...shares)).toBeLessThan(0.4);
    });

    it('looks past as many dead as are nearer than the nearest live one', async () => {
      const index = createVectorSetIndex({ redis: server().redis });
      const space = newSpace();
      const expiresAtMs = Date.now() + HOUR_MS;
      const add = async (lean: number): Promise<string> => {
        const entryId = newId();
        await keepAnswer(tenantId, entryId, expiresAtMs);
        await index.add(space, { ...leaning(1, lean), entryId, expiresAtMs });
        return entryId;
      };
      const live = await add(1);
      const dead = [];
      for (let place = 0; place < 30; place++) dead.push(await add(place / 100));
      await server().redis.unlink(...dead.map((entryId) => cacheKeys.answer(tenantId, entryId)));
      const found = await index.search(space, leaning(1, 0), 1);
      expect(found.map(({ entryId }) => entryId)).toEqual([live]);
      expect(await sizeOf(space)).toBe(1);
    });

    it('looks past the dead that are near enough as well', async () => {
      const index = createVectorSetIndex({ redis: server().redis });
      const space = newSpace();
      const add = async (lean: number): Promise<string> => {
        const entryId = newId();
        await keepAnswer(tenantId, entryId, Date.now() + HOUR_MS);
        await index.add(space, { ...leaning(1, lean), entryId, expiresAtMs: Date.now() + HOUR_MS });
        return entryId;
      };
      const live = await add(0.3);
      for (let place = 0; place < 5; place++)
        await server().redis.unlink(cacheKeys.answer(tenantId, await add(place / 100)));
      const found = await index.search(space, { ...leaning(1, 0), minSimilarity: 0.9 }, 1);
      expect(found.map(({ entryId }) => entryId)).toEqual([live]);
    });

    describe('how far a search looks', () => {
      const MEMBERS = 6;
      const depthsOf = async (
        maxShallowMembers: number,
        minSimilarity: number | undefined,
      ): Promise<{ readonly depths: unknown[]; readonly found: number }> => {
        const { redis } = server();
        const index = createVectorSetIndex({ redis, maxShallowMembers });
        const space = newSpace();
        for (let place = 0; place < MEMBERS; place++) await addTo(index, space);
        const call = vi.spyOn(redis, 'callBuffer');
        try {
          const asked = { ...leaning(1, 0), ...(minSimilarity === undefined ? {} : { minSimilarity }) };
          const found = await index.search(space, asked, 3);
          const depths = call.mock.calls.map((args: readonly unknown[]) => args[args.indexOf('EF') + 1]);
          return { depths, found: found.length };
        } finally {
          call.mockRestore();
        }
      };

      it.for([
        ['everywhere when the large set gave nothing near enough', MEMBERS - 1, 1.1, [64, 300], 0],
        ['no further when a small set gave nothing near enough', MEMBERS, 1.1, [64], 0],
        ['no further when a large set gave what is near enough', MEMBERS - 1, -1, [64], 3],
        ['everywhere when every neighbor is of use', MEMBERS, undefined, [300], 3],
      ] as const)('%s', async ([_name, maxShallowMembers, minSimilarity, depths, found]) => {
        expect(await depthsOf(maxShallowMembers, minSimilarity)).toEqual({ depths, found });
      });
    });

    it('is soon rid of many that died together', async () => {
      const index = createVectorSetIndex({ redis: server().redis });
      const space = newSpace();
      const ids = [];
      for (let round = 0; round < 150; round++) ids.push(await addTo(index, space));
      await server().redis.unlink(...ids.map((entryId) => cacheKeys.answer(tenantId, entryId)));
      for (let round = 0; round < 5; round++) await addTo(index, space);
      expect(await sizeOf(space)).toBeLessThan(40);
    });

    it('holds no more spaces of a tenant than it may, and lets go of the one written to longest ago', async () => {
      // Two writes of one millisecond have no order.
      let now = Date.now();
      const nowMs = (): number => now++;
      const index = createVectorSetIndex({ redis: server().redis, maxSpacesPerTenant: 3, nowMs });
      const spaces = [newSpace(), newSpace(), newSpace()];
      for (const space of spaces) await addTo(index, space);
      const [first, second] = spaces;
      if (first !== undefined) await addTo(index, first);
      await addTo(index, newSpace());
      const names = (await server().redis.zrange(cacheKeys.semanticSpaces(tenantId), '0', '-1')).map(
        (member) => member.split(' ')[0],
      );
      expect(names).toHaveLength(3);
      expect(names).toContain(first?.spaceId);
      expect(names).not.toContain(second?.spaceId);
      expect(second === undefined ? -1 : await sizeOf(second)).toBe(0);
    });

    it('lets a set outlive its last entry and then leave by itself', async () => {
      const index = createVectorSetIndex({ redis: server().redis });
      const space = newSpace();
      await addTo(index, space);
      await index.add(space, { ...leaning(1, 1), entryId: newId(), expiresAtMs: Date.now() + 1_000 });
      for (const key of [keyOf(space), cacheKeys.semanticSpaces(tenantId)]) {
        const leftMs = await server().redis.pttl(key);
        expect(leftMs).toBeGreaterThan(1.5 * HOUR_MS);
        expect(leftMs).toBeLessThan(3 * HOUR_MS);
      }
    });

    it('refuses a vector of another length as a defect', async () => {
      const index = createVectorSetIndex({ redis: server().redis });
      const probe = { question: 'q', vector: Float32Array.of(1) };
      const isDefect = (error: unknown): boolean => isFault(error, 'internal');
      await expect(index.search(newSpace(), probe, 1)).rejects.toSatisfy(isDefect);
      const entry = { ...probe, entryId: newId(), expiresAtMs: Date.now() + HOUR_MS };
      await expect(index.add(newSpace(), entry)).rejects.toSatisfy(isDefect);
    });
  });
});

it('is unavailable, at once, while Redis is away', async () => {
  const redis = connectRedis({ url: 'redis://127.0.0.1:1', profile: 'cache', name: 'nobody' });
  const index = createVectorSetIndex({ redis });
  const space = { tenantId: 't', spaceId: newId(), model: 'm', dimension: 8 };
  const isAway = (error: unknown): boolean => isFault(error, 'unavailable');
  await expect(index.search(space, leaning(1, 0), 1)).rejects.toSatisfy(isAway);
  const entry = { ...leaning(1, 0), entryId: newId(), expiresAtMs: Date.now() + HOUR_MS };
  await expect(index.add(space, entry)).rejects.toSatisfy(isAway);
  await expect(index.remove(space, [newId()])).rejects.toSatisfy(isAway);
  await closeRedis(redis, 100);
});
