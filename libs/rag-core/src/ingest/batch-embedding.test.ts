import { createInMemoryPassages, type InMemoryPassages } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BatchEmbedder, EmbeddingBatch } from '../ports/models.ts';
import { createIngestDocuments } from './ingest-documents.ts';
import { createWordEmbedder, quietLogger } from './word-embedder.fixture.ts';

const never = new AbortController().signal;
const acme = 'acme';

let passages: InMemoryPassages;
let embedder: ReturnType<typeof createWordEmbedder>;
let batches: ReturnType<typeof createInMemoryBatches>;
beforeEach(() => {
  passages = createInMemoryPassages();
  embedder = createWordEmbedder();
  batches = createInMemoryBatches();
});

/** A provider that embeds a batch when it is told to. */
function createInMemoryBatches() {
  const texts = new Map<string, readonly { readonly key: string; readonly text: string }[]>();
  const states = new Map<string, 'waiting' | 'failed' | 'ready'>();
  const discarded: string[] = [];
  const batchEmbedder: BatchEmbedder = {
    model: 'words',
    maxTextsPerBatch: 4,
    maxBytesPerBatch: 1_000_000,
    submit: async (submitted) => {
      const batchId = `batch_${texts.size + 1}`;
      texts.set(batchId, submitted);
      states.set(batchId, 'waiting');
      return batchId;
    },
    collect: async (batchId): Promise<EmbeddingBatch> => {
      const state = states.get(batchId) ?? 'failed';
      if (state === 'waiting') return { status: 'waiting' };
      if (state === 'failed') return { status: 'failed', error: 'Expired.' };
      const asked = (texts.get(batchId) ?? []).filter(({ text }) => !text.includes('Lost'));
      const { vectors } = await createWordEmbedder().embed(
        asked.map(({ text }) => text),
        'passage',
        never,
      );
      const none = new Float32Array(64);
      return {
        status: 'ready',
        vectors: new Map(asked.map(({ key }, at) => [key, vectors[at] ?? none])),
        tokens: 1,
      };
    },
    discard: async (batchId) => void discarded.push(batchId),
  };
  return {
    batchEmbedder,
    texts,
    discarded,
    end: (state: 'failed' | 'ready') => {
      for (const batchId of states.keys()) states.set(batchId, state);
    },
  };
}

const accept = (contents: readonly string[]): void =>
  passages.accept(
    'ing_1',
    contents.map((content, at) => ({ tenantId: acme, documentId: `d${at}`, content, title: 'T' })),
    'batch',
  );
const run = (batchEmbedder: BatchEmbedder | null = batches.batchEmbedder) =>
  createIngestDocuments({
    catalogue: passages,
    generations: [{ embedder, vectorIndex: passages }],
    batchEmbedder,
    changes: { advance: async () => {} },
    logger: quietLogger,
  })({ tenantId: acme, ingestionId: 'ing_1', isLastAttempt: false }, never);
const vectorsOf = async (): Promise<number> => {
  const ids = passages.publishedPassages(acme).map(({ passageId }) => passageId);
  return (await passages.existing(acme, ids, never)).size;
};

describe('an ingestion by the provider’s batches', () => {
  it('hands over whole documents, waits a minute at a time, and is finished when they are ready', async () => {
    accept(['One.', 'Two.', 'Three.', 'One.', 'Four.', 'Five.']);
    expect(await run()).toEqual({ status: 'waiting', resumeAfterMs: 60_000 });
    expect([...batches.texts.values()].map((texts) => texts.length)).toEqual([4, 1]);
    expect(await run()).toMatchObject({ status: 'waiting' });
    expect(batches.texts.size).toBe(2);
    batches.end('ready');
    expect(await run()).toEqual({ status: 'finished' });
    expect(embedder.calls).toEqual([]);
    expect(await vectorsOf()).toBe(6);
  });

  it('leaves nothing of a batch with the provider once its vectors are stored', async () => {
    accept(['One.']);
    await run();
    await run();
    expect(batches.discarded).toEqual([]);
    batches.end('ready');
    await run();
    expect(batches.discarded).toEqual(['batch_1']);
  });

  it('is finished also when the provider does not let go of a batch', async () => {
    accept(['One.']);
    const clinging = {
      ...batches.batchEmbedder,
      discard: () => Promise.reject(new Error('No.')),
    };
    await run(clinging);
    batches.end('ready');
    expect(await run(clinging)).toEqual({ status: 'finished' });
  });

  it('embeds at once what a batch lost, and all of one that failed', async () => {
    accept(['One.', 'Lost.']);
    await run();
    batches.end('ready');
    expect(await run()).toEqual({ status: 'finished' });
    expect(embedder.calls.flat()).toEqual(['T\nLost.']);
    passages.accept('ing_1', [{ tenantId: acme, documentId: 'later', content: 'Later.' }]);
    await run();
    batches.end('failed');
    expect(await run()).toEqual({ status: 'finished' });
    expect(embedder.calls.flat()).toHaveLength(2);
    expect(await vectorsOf()).toBe(3);
  });

  it('embeds at once where there is nobody to hand it to, and a document that no batch can hold', async () => {
    accept(['One.', Array.from({ length: 9 }, (_part, at) => `# ${at}\nPart.`).join('\n')]);
    expect(await run()).toMatchObject({ status: 'waiting' });
    expect(passages.outcomeOf(acme, 'ing_1', 'd1')).toEqual({ status: 'embedded', passages: 9 });
    expect(await run(null)).toEqual({ status: 'finished' });
    expect(embedder.calls.flat()).toHaveLength(10);
  });

  it('costs nothing for documents whose passages are all known', async () => {
    accept(['One.']);
    await run();
    batches.end('ready');
    await run();
    passages.accept('ing_1', [
      { tenantId: acme, documentId: 'd0', title: 'T', content: 'One.', source: 'x' },
    ]);
    expect(await run()).toEqual({ status: 'finished' });
    expect(batches.texts.size).toBe(1);
  });
});
