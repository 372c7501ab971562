import type { SemanticSpace, TenantProbe } from '@ragfleet/rag-core';
import { describe, expect, it } from 'vitest';
import {
  CONTRACT_MAX_ENTRIES,
  CONTRACT_MODEL,
  leaning,
  newEntryId,
  type OpenSemanticIndex,
  type SemanticStage,
  useSemanticStage,
} from './semantic-index-stage.ts';

// Vectors are kept in one byte a number, at the least.
const SIMILARITY_DIGITS = 2;
const probeOf = ({ tenantId }: SemanticSpace, vectors: readonly Float32Array[]): TenantProbe => ({
  tenantId,
  model: CONTRACT_MODEL,
  vectors,
  limit: 2,
});
const never = new AbortController().signal;
const near = (similarity: number): number => expect.closeTo(similarity, SIMILARITY_DIGITS) as number;

/** What every semantic index promises that compares our vectors. */
export function describeSemanticIndexContract(title: string, open: OpenSemanticIndex): void {
  describe(`${title}, as a semantic index`, () => {
    const stage = useSemanticStage(open);
    describeReferences(stage);
    describeNearness(stage);
    describeChanges(stage);
  });
}

/** What is left of it for a store that embeds by itself, gives one candidate and removes nothing. */
export function describeForeignIndexContract(title: string, open: OpenSemanticIndex): void {
  describe(`${title}, as a semantic index that embeds by itself`, () => {
    describeReferences(useSemanticStage(open));
  });
}

function describeReferences({ index, space, add, find }: SemanticStage): void {
  it('finds nothing in an empty space, and removes nothing from it', async () => {
    expect(await find(leaning(1, 0))).toEqual([]);
    await index().remove(space(), [newEntryId(), newEntryId()]);
    const { vector } = leaning(1, 0);
    expect(await index().nearestOfTenant(probeOf(space(), [vector]), never)).toEqual([]);
  });

  it('gives an entry back under its own id, with its cosine', async () => {
    const ids = ['AAAAAAAAAAAAAAAAAAAAAA', '_____________________w', newEntryId()];
    for (const [place, entryId] of ids.entries()) {
      const probe = leaning(place + 1, 0.5);
      await add(probe, { entryId });
      expect(await index().search(space(), probe, 1)).toEqual([{ entryId, similarity: near(1) }]);
    }
  });

  it.for([
    ['tenant', '-2', ''],
    ['space', '', '-2'],
  ] as const)('never gives an entry of another %s', async ([_name, tenantEnd, spaceEnd]) => {
    const probe = leaning(1, 0.2);
    await add(probe);
    const elsewhere = {
      ...space(),
      tenantId: space().tenantId + tenantEnd,
      spaceId: space().spaceId + spaceEnd,
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
    const found = await Promise.all(probes.map((probe) => find(probe, { limit: 1 })));
    expect(found).toEqual(ids.map((id) => [id]));
  });
}

function describeNearness({ index, space, add, find }: SemanticStage): void {
  it('gives the nearest first, each with its cosine, and no more than asked for', async () => {
    const leans = new Map<string, number>();
    for (const lean of [0.6, 0.2, 1.4, 0.4]) leans.set(await add(leaning(1, lean)), lean);
    const found = await index().search(space(), leaning(1, 0), 3);
    expect(found.map(({ entryId }) => leans.get(entryId))).toEqual([0.2, 0.4, 0.6]);
    const cosines = [0.2, 0.4, 0.6].map((lean) => near(Math.cos(lean)));
    expect(found.map(({ similarity }) => similarity)).toEqual(cosines);
    expect(await index().search(space(), leaning(1, 0), 0)).toEqual([]);
  });

  it('leaves out nothing that is as near as asked for', async () => {
    const ids = [await add(leaning(1, 0.2)), await add(leaning(2, 0.4))];
    await add(leaning(3, 1.4));
    const asked = { ...leaning(1, 0), minSimilarity: Math.cos(0.6) };
    const found = await index().search(space(), asked, 3);
    const near = found.filter(({ similarity }) => similarity >= asked.minSimilarity);
    expect(near.map(({ entryId }) => entryId)).toEqual(ids);
  });

  it('lets expired entries hide no live one', async () => {
    for (const lean of [0.01, 0.02, 0.03, 0.04, 0.05, 0.06])
      await add(leaning(2, lean), { expiresAtMs: Date.now() - 1 });
    const live = await add(leaning(1, 0.5));
    expect(await find(leaning(1, 0), { limit: 1 })).toEqual([live]);
  });

  it('finds the nearest over the spaces of a tenant and a model, for each vector', async () => {
    const second = { ...space(), spaceId: newEntryId() };
    const one = await add(leaning(1, 0.1));
    const two = await add(leaning(1, 0.2), { into: second });
    const three = await add(leaning(2, 1.5), { into: second });
    await add(leaning(1, 0), { into: { ...space(), spaceId: newEntryId(), model: 'model two' } });
    await add(leaning(1, 0), { into: { ...space(), tenantId: `${space().tenantId}-2` } });
    const vectors = [leaning(1, 0), leaning(2, 1.5)].map(({ vector }) => vector);
    const found = await index().nearestOfTenant(probeOf(space(), vectors), never);
    const places = found.map(({ entryId, spaceId }) => [entryId, spaceId]);
    expect(places.slice(0, 2)).toEqual([
      [one, space().spaceId],
      [two, second.spaceId],
    ]);
    expect(places[2]).toEqual([three, second.spaceId]);
    expect(places).toHaveLength(4);
  });

  it('looks for nothing more over the spaces of a tenant once nobody waits for it', async () => {
    await add(leaning(1, 0.1));
    const reason = new Error('nobody waits');
    const probe = probeOf(space(), [leaning(1, 0).vector]);
    const search = index().nearestOfTenant(probe, AbortSignal.abort(reason));
    await expect(search).rejects.toBe(reason);
  });
}

function describeChanges({ index, space, add, find }: SemanticStage): void {
  it('moves an entry that is added again', async () => {
    const [moved, other] = [await add(leaning(1, 0.1)), await add(leaning(2, 0.3))];
    await add(leaning(3, 1.5), { entryId: moved });
    expect(await find(leaning(1, 0), { limit: 2 })).toEqual([other, moved]);
    const [match] = await index().search(space(), leaning(3, 1.5), 1);
    expect(match).toEqual({ entryId: moved, similarity: near(1) });
  });

  it('gives no entry that was removed, unless it comes again', async () => {
    const [gone, kept] = [await add(leaning(1, 0.1)), await add(leaning(1, 0.3))];
    expect(await find(leaning(1, 0))).toEqual([gone, kept]);
    await index().remove(space(), [gone, newEntryId()]);
    await index().remove(space(), [gone]);
    expect(await find(leaning(1, 0))).toEqual([kept]);
    await add(leaning(1, 0.1), { entryId: gone });
    expect(await find(leaning(1, 0))).toEqual([gone, kept]);
  });

  it('keeps to its bound by letting the oldest leave', async () => {
    const ids = [];
    for (let place = 0; place < 2 * CONTRACT_MAX_ENTRIES; place++) {
      const expiresAtMs = Date.now() + 3_600_000 + 1_000 * place;
      ids.push(await add(leaning(1, place / 10), { expiresAtMs }));
    }
    const kept = await find(leaning(1, 0), { limit: 100 });
    expect(kept.toSorted()).toEqual(ids.slice(-CONTRACT_MAX_ENTRIES).toSorted());
  });

  it('takes an entry that is added again for a new one', async () => {
    const laterMs = (seconds: number): number => Date.now() + 3_600_000 + 1_000 * seconds;
    const ids = [];
    for (let place = 0; place < CONTRACT_MAX_ENTRIES; place++)
      ids.push(await add(leaning(1, place / 10), { expiresAtMs: laterMs(place) }));
    const [first, second] = ids;
    await add(leaning(1, 0), { entryId: first ?? '', expiresAtMs: laterMs(100) });
    await add(leaning(1, 1), { expiresAtMs: laterMs(101) });
    const kept = await find(leaning(1, 0), { limit: 100 });
    expect(kept).toHaveLength(CONTRACT_MAX_ENTRIES);
    expect(kept).toContain(first);
    expect(kept).not.toContain(second);
  });
}
