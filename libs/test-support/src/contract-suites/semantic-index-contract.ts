import { randomBytes, randomUUID } from 'node:crypto';
import type { SemanticIndex, SemanticProbe, SemanticSpace } from '@ragfleet/rag-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

export interface SemanticIndexSubject {
  readonly index: SemanticIndex;
  /** For an index that takes an entry for alive while its answer is there. Called before the entry is added. */
  keepAnswer?(tenantId: string, entryId: string, expiresAtMs: number): Promise<void>;
  close(): Promise<void>;
}

/** The bound of a subject that has one. */
export const CONTRACT_MAX_ENTRIES = 8;

/** What an index cannot do is not asked of it. */
export interface SemanticIndexAbilities {
  /** It takes our vectors; one that embeds by itself finds what its own vectors find. */
  readonly usesOurVectors: boolean;
  readonly removes: boolean;
}

const EVERYTHING: SemanticIndexAbilities = { usesOurVectors: true, removes: true };
const DIMENSION = 8;
const MODEL = 'model one';
const HOUR_MS = 3_600_000;
// Vectors are kept in one byte a number, at the least.
const SIMILARITY_DIGITS = 2;

/** A question whose vector leans from the first axis to another one by an angle. */
export function leaning(axis: number, lean: number): SemanticProbe {
  const vector = new Float32Array(DIMENSION);
  vector[0] = Math.cos(lean);
  vector[axis] = Math.sin(lean);
  return { question: `how far does it lean to ${axis} by ${lean}`, vector };
}

const newId = (): string => randomBytes(16).toString('base64url');

/**
 * What every semantic index promises. `open` gives one that holds at most CONTRACT_MAX_ENTRIES in a space; the names of
 * all tenants begin with its argument, for who has to clean up.
 */
export function describeSemanticIndexContract(
  title: string,
  open: (tenantPrefix: string) => Promise<SemanticIndexSubject>,
  abilities: SemanticIndexAbilities = EVERYTHING,
): void {
  describe(`${title}, as a semantic index`, () => {
    let subject: SemanticIndexSubject;
    let space: SemanticSpace;
    const tenantPrefix = `contract-${randomUUID()}`;
    beforeAll(async () => {
      subject = await open(tenantPrefix);
    });
    afterAll(() => subject.close());
    beforeEach(() => {
      space = {
        tenantId: `${tenantPrefix}-${randomUUID()}`,
        spaceId: newId(),
        model: MODEL,
        dimension: DIMENSION,
      };
    });

    const add = async (
      probe: SemanticProbe,
      { entryId = newId(), into = space, expiresAtMs = Date.now() + HOUR_MS } = {},
    ): Promise<string> => {
      await subject.keepAnswer?.(into.tenantId, entryId, expiresAtMs);
      await subject.index.add(into, { ...probe, entryId, expiresAtMs });
      return entryId;
    };
    const find = async (probe: SemanticProbe, { limit = 3, within = space } = {}): Promise<string[]> =>
      (await subject.index.search(within, probe, limit)).map(({ entryId }) => entryId);

    it('finds nothing in an empty space, and removes nothing from it', async () => {
      expect(await find(leaning(1, 0))).toEqual([]);
      await subject.index.remove(space, [newId(), newId()]);
      expect(await subject.index.nearestOfTenant(space.tenantId, MODEL, [leaning(1, 0).vector], 3)).toEqual(
        [],
      );
    });

    it('gives an entry back under its own id, with its cosine', async () => {
      const ids = ['AAAAAAAAAAAAAAAAAAAAAA', '_____________________w', newId()];
      for (const [place, entryId] of ids.entries()) {
        const probe = leaning(place + 1, 0.5);
        await add(probe, { entryId });
        const [match] = await subject.index.search(space, probe, 1);
        expect(match).toEqual({ entryId, similarity: expect.closeTo(1, SIMILARITY_DIGITS) as number });
      }
    });

    it.for(['tenant', 'space'])('never gives an entry of another %s', async (other) => {
      const probe = leaning(1, 0.2);
      await add(probe);
      const elsewhere = {
        ...space,
        ...(other === 'tenant' ? { tenantId: `${space.tenantId}-2` } : { spaceId: newId() }),
      };
      expect(await find(probe, { within: elsewhere })).toEqual([]);
      const own = await add(probe, { into: elsewhere });
      expect(await find(probe, { within: elsewhere })).toEqual([own]);
    });

    it('never gives an entry that has expired', async () => {
      await add(leaning(1, 0.2), { expiresAtMs: Date.now() - 1 });
      expect(await find(leaning(1, 0.2))).toEqual([]);
    });

    it('takes entries that are added at the same time', async () => {
      const probes = [1, 2, 3, 4].map((axis) => leaning(axis, 1.2));
      const ids = await Promise.all(probes.map((probe) => add(probe)));
      expect(await Promise.all(probes.map((probe) => find(probe, { limit: 1 })))).toEqual(
        ids.map((id) => [id]),
      );
    });

    const withOurVectors = (): void => {
      it('gives the nearest first, each with its cosine, and no more than asked for', async () => {
        const ids = new Map<string, number>();
        for (const lean of [0.6, 0.2, 1.4, 0.4]) ids.set(await add(leaning(1, lean)), lean);
        const found = await subject.index.search(space, leaning(1, 0), 3);
        expect(found.map(({ entryId }) => ids.get(entryId))).toEqual([0.2, 0.4, 0.6]);
        const cosines = [0.2, 0.4, 0.6].map(
          (lean) => expect.closeTo(Math.cos(lean), SIMILARITY_DIGITS) as number,
        );
        expect(found.map(({ similarity }) => similarity)).toEqual(cosines);
      });

      it('moves an entry that is added again', async () => {
        const [moved, other] = [await add(leaning(1, 0.1)), await add(leaning(2, 0.3))];
        await add(leaning(3, 1.5), { entryId: moved });
        expect(await find(leaning(1, 0), { limit: 2 })).toEqual([other, moved]);
        const [match] = await subject.index.search(space, leaning(3, 1.5), 1);
        expect(match).toEqual({ entryId: moved, similarity: expect.closeTo(1, SIMILARITY_DIGITS) as number });
      });

      it('lets expired entries hide no live one', async () => {
        for (const lean of [0.01, 0.02, 0.03, 0.04, 0.05, 0.06])
          await add(leaning(2, lean), { expiresAtMs: Date.now() - 1 });
        const live = await add(leaning(1, 0.5));
        expect(await find(leaning(1, 0), { limit: 1 })).toEqual([live]);
      });

      it('keeps to its bound by letting the oldest leave', async () => {
        const ids = [];
        for (let place = 0; place < 2 * CONTRACT_MAX_ENTRIES; place++)
          ids.push(await add(leaning(1, place / 10), { expiresAtMs: Date.now() + HOUR_MS + 1_000 * place }));
        const kept = await find(leaning(1, 0), { limit: 100 });
        expect(kept.toSorted()).toEqual(ids.slice(-CONTRACT_MAX_ENTRIES).toSorted());
      });

      it('finds the nearest over the spaces of a tenant and a model, for each vector', async () => {
        const second = { ...space, spaceId: newId() };
        const [one, two] = [await add(leaning(1, 0.1)), await add(leaning(1, 0.2), { into: second })];
        const three = await add(leaning(2, 1.5), { into: second });
        await add(leaning(1, 0), { into: { ...space, spaceId: newId(), model: 'model two' } });
        await add(leaning(1, 0), { into: { ...space, tenantId: `${space.tenantId}-2` } });
        const vectors = [leaning(1, 0), leaning(2, 1.5)].map(({ vector }) => vector);
        const found = await subject.index.nearestOfTenant(space.tenantId, MODEL, vectors, 2);
        const places = found.map(({ entryId, spaceId }) => [entryId, spaceId]);
        expect(places.slice(0, 2)).toEqual([
          [one, space.spaceId],
          [two, second.spaceId],
        ]);
        expect(places[2]).toEqual([three, second.spaceId]);
        expect(places).toHaveLength(4);
      });
    };
    if (abilities.usesOurVectors) describe('with our vectors', withOurVectors);

    it.runIf(abilities.removes)(
      'gives no entry that was removed, also when it comes again later',
      async () => {
        const [gone, kept] = [await add(leaning(1, 0.1)), await add(leaning(1, 0.3))];
        expect(await find(leaning(1, 0))).toEqual([gone, kept]);
        await subject.index.remove(space, [gone, newId()]);
        await subject.index.remove(space, [gone]);
        expect(await find(leaning(1, 0))).toEqual([kept]);
        await add(leaning(1, 0.1), { entryId: gone });
        expect(await find(leaning(1, 0))).toEqual([gone, kept]);
      },
    );
  });
}
