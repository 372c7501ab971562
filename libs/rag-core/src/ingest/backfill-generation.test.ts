import { createInMemoryPassages, createInMemoryVectorIndex } from '@ragfleet/test-support';
import { Fault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import type { GenerationCatalogue, GenerationProgress } from '../ports/generations.ts';
import type { Embedder } from '../ports/models.ts';
import type { SearchScope, VectorIndex } from '../ports/passages.ts';
import { createBackfillGeneration, requireDistinct } from './backfill-generation.ts';
import type { IndexGeneration } from './ingest-contract.ts';
import { createIngestDocuments } from './ingest-documents.ts';
import { createVectorUpkeep } from './pay-upkeep.ts';
import { createWordEmbedder, quietLogger } from './word-embedder.fixture.ts';

const never = new AbortController().signal;
const tenantId = 'acme';
const scope: SearchScope = {
  access: { tenantId, readsAll: true, namespaces: [], department: null },
  namespaces: null,
};

/** Two models over one corpus. */
function change() {
  const passages = createInMemoryPassages();
  const old = { embedder: createWordEmbedder(), vectorIndex: createInMemoryVectorIndex() };
  const next = {
    embedder: { ...createWordEmbedder(), model: 'better words' },
    vectorIndex: createInMemoryVectorIndex(),
  };
  let ingestions = 0;
  const ingest = async (generations: readonly IndexGeneration[], contents: Record<string, string>) => {
    ingestions += 1;
    const ingestionId = `ing_${ingestions}`;
    const documents = Object.entries(contents).map(([documentId, content]) => ({
      tenantId,
      documentId,
      content,
    }));
    passages.accept(ingestionId, documents);
    const changes = { advance: async () => {} };
    const run = createIngestDocuments({ catalogue: passages, generations, changes, logger: quietLogger });
    await run({ tenantId, ingestionId, isLastAttempt: false }, never);
  };
  const catalogue = generationsOf(passages);
  const fill = () =>
    createBackfillGeneration({ catalogue, generation: next, begins: 'at-once', logger: quietLogger })(never);
  /** Every current passage that a search by this model finds. */
  const found = async ({ embedder, vectorIndex }: IndexGeneration): Promise<string[]> => {
    const { vectors } = await embedder.embed(['words'], 'query', never);
    const candidates = await vectorIndex.searchDense(scope, vectors[0] ?? new Float32Array(), 100, never);
    const current = await passages.readCurrent(
      scope,
      candidates.map(({ passageId }) => passageId),
      never,
    );
    return current.map(({ text }) => text).toSorted();
  };
  return { passages, old, next, ingest, fill, found };
}

/** Two passages a page; positions count publications. */
function generationsOf(passages: ReturnType<typeof createInMemoryPassages>) {
  const unfilled: GenerationProgress = { state: 'building', position: 0, doneCount: 0, totalCount: 0 };
  let progress: GenerationProgress | null = null;
  let isRefill = false;
  let holder: string | null = null;
  const all = () =>
    passages.publishedPassages(tenantId).map((passage, at) => ({ ...passage, tenantId, position: at + 1 }));
  const catalogue: GenerationCatalogue = {
    beginGeneration: async () => {
      progress ??= unfilled;
    },
    claimGeneration: async (_generation, claimer) => {
      holder ??= claimer;
      return progress && { ...progress, isRefill };
    },
    passagesAfter: async (position) =>
      all()
        .filter((passage) => passage.position > position)
        .slice(0, 2),
    labelsOf: async (_tenant, ids) => all().filter(({ passageId }) => ids.includes(passageId)),
    recordGeneration: async (_generation, _holder, { state, position, passages: looked }) => {
      const doneCount = (progress?.doneCount ?? 0) + looked;
      progress = { state, position, doneCount, totalCount: all().length };
      isRefill &&= state === 'building';
      return progress;
    },
  };
  const requestRefill = (): void => {
    [progress, isRefill] = [unfilled, true];
  };
  return { ...catalogue, requestRefill };
}

describe('a change of the embedding model', () => {
  it('answers searches at every moment, from the old index and then from the new one', async () => {
    const { old, next, ingest, fill, found } = change();
    await ingest([old], { a: 'Old a.', b: 'Old b.', c: 'Old c.', d: 'Old d.' });
    const seen: number[] = [];
    let progress = await fill();
    for (; progress?.isIdle === false; progress = await fill()) seen.push((await found(old)).length);
    expect(progress).toMatchObject({ state: 'complete', doneCount: 4, totalCount: 4 });
    expect(new Set(seen)).toEqual(new Set([4]));
    expect(await found(next)).toEqual(await found(old));
    await ingest([next, old], { e: 'New e.' });
    expect(await found(next)).toHaveLength(5);
    expect(await found(old)).toHaveLength(5);
  });

  it('finds what ingestion wrote for both models, and embeds it no second time', async () => {
    const { old, next, ingest, fill, found } = change();
    await ingest([old, next], { a: 'Both a.', b: 'Both b.' });
    const calls = next.embedder.calls.length;
    while ((await fill())?.isIdle === false);
    expect(next.embedder.calls).toHaveLength(calls);
    expect(await found(next)).toEqual(['Both a.', 'Both b.']);
  });

  it('does not hold up documents when the next model is away, and fills them in later', async () => {
    const { passages, old, next, ingest, fill, found } = change();
    const away: Embedder = {
      ...next.embedder,
      embed: () => Promise.reject(new Fault('unavailable', 'Away.')),
    };
    await ingest([old, { ...next, embedder: away }], { a: 'First a.' });
    expect(passages.outcomeOf(tenantId, 'ing_1', 'a')?.status).toBe('embedded');
    expect(await found(next)).toEqual([]);
    while ((await fill())?.isIdle === false);
    expect(await found(next)).toEqual(['First a.']);
  });

  it('does not hold up documents when the next index cannot be asked, and fills them in later', async () => {
    const { passages, old, next, ingest, fill, found } = change();
    const existing = () => Promise.reject(new Fault('internal', 'There is no such table.'));
    await ingest([old, { ...next, vectorIndex: { ...next.vectorIndex, existing } }], { a: 'First a.' });
    expect(passages.outcomeOf(tenantId, 'ing_1', 'a')?.status).toBe('embedded');
    while ((await fill())?.isIdle === false);
    expect(await found(next)).toEqual(['First a.']);
  });

  it('takes out of both what is deleted, and out of the next what was deleted while it was embedded', async () => {
    const { passages, old, next, ingest, found } = change();
    await ingest([old], { a: 'Old a.', b: 'Old b.' });
    const deleting: Embedder = {
      ...next.embedder,
      embed: async (...call) => {
        passages.remove(tenantId, 'a');
        passages.relabel(tenantId, 'b', { namespace: 'board', department: null });
        return next.embedder.embed(...call);
      },
    };
    const generation = { ...next, embedder: deleting };
    const fill = createBackfillGeneration({
      catalogue: generationsOf(passages),
      generation,
      begins: 'at-once',
      logger: quietLogger,
    });
    while ((await fill(never))?.isIdle === false);
    expect(await found(next)).toEqual(['Old b.']);
    const board = { ...scope, namespaces: ['board'] };
    expect(await next.vectorIndex.searchDense(board, new Float32Array(64), 9, never)).toHaveLength(1);

    const vectorIndexes: VectorIndex[] = [old.vectorIndex, next.vectorIndex];
    passages.remove(tenantId, 'b');
    await createVectorUpkeep({ store: passages, vectorIndexes, logger: quietLogger })(null, never);
    for (const index of vectorIndexes)
      expect(await index.searchDense(scope, new Float32Array(64), 9, never)).toEqual([]);
  });

  it('is refused between a model and itself', () => {
    const { old } = change();
    expect(() => requireDistinct([old, old])).toThrow('NEXT_EMBEDDING_MODEL');
  });
});

describe('the index that searches use', () => {
  /** What searches of each namespace find, and what a refill was asked to fill. */
  async function refillStage() {
    const { passages, old, ingest, found } = change();
    await ingest([old], { a: 'Old a.', b: 'Old b.', c: 'Old c.' });
    const catalogue = generationsOf(passages);
    const fill = createBackfillGeneration({
      catalogue,
      generation: old,
      begins: 'when-asked',
      logger: quietLogger,
    });
    return { passages, old, found, catalogue, fill };
  }

  it('is left alone until somebody asks for a refill', async () => {
    const { old, fill } = await refillStage();
    const calls = old.embedder.calls.length;
    expect(await fill(never)).toBeNull();
    expect(old.embedder.calls).toHaveLength(calls);
  });

  it('has after a refill what it lost, and only that is embedded', async () => {
    const { passages, old, found, catalogue, fill } = await refillStage();
    const lost = passages.publishedPassages(tenantId).slice(1);
    await old.vectorIndex.removePassages(
      tenantId,
      lost.map(({ passageId }) => passageId),
      never,
    );
    expect(await found(old)).toHaveLength(1);
    const calls = old.embedder.calls.length;
    catalogue.requestRefill();
    while ((await fill(never))?.isIdle === false);
    expect(old.embedder.calls.slice(calls).flat()).toHaveLength(2);
    expect(await found(old)).toHaveLength(3);
  });

  it('has after a refill the labels of now, also of what it kept and of what moves meanwhile', async () => {
    const { passages, old, catalogue, fill } = await refillStage();
    const inBoard = async (): Promise<number> => {
      const board = { ...scope, namespaces: ['board'] };
      return (await old.vectorIndex.searchDense(board, new Float32Array(64), 9, never)).length;
    };
    passages.relabel(tenantId, 'a', { namespace: 'board', department: null });
    const { relabelDocument } = old.vectorIndex;
    old.vectorIndex.relabelDocument = async (...call) => {
      if (call[1] === 'b') passages.relabel(tenantId, 'b', { namespace: 'board', department: null });
      await relabelDocument(...call);
    };
    expect(await inBoard()).toBe(0);
    catalogue.requestRefill();
    while ((await fill(never))?.isIdle === false);
    expect(await inBoard()).toBe(2);
  });
});
