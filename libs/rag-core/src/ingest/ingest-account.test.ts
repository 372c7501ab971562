import { PRICE_LIST, withPrices } from '@ragfleet/pricing';
import { createInMemoryPassages, type InMemoryPassages } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it } from 'vitest';
import { budgetExhausted } from '../answer/budget-pressure.ts';
import type { CallLedger } from '../ports/accounts.ts';
import type { BatchEmbedder } from '../ports/models.ts';
import { createIngestDocuments } from './ingest-documents.ts';
import { createWordEmbedder, quietLogger } from './word-embedder.fixture.ts';

const never = new AbortController().signal;
/** A dollar for each text of the word embedder, half of it by batch. */
const prices = withPrices(PRICE_LIST, {
  words: { inputUsd: 1_000_000, outputUsd: 0, batchDiscount: 0.5 },
});

let passages: InMemoryPassages;
let book: string[];
let isSpent: boolean;
beforeEach(() => {
  passages = createInMemoryPassages();
  book = [];
  isSpent = false;
});

const ledger: CallLedger = {
  reserve: async ({ account: { tenantId, principalId, queryId, route }, model, usd }) => {
    if (isSpent && usd > 0) throw budgetExhausted();
    book.push(`${tenantId} ${principalId} ${queryId} ${route} ${model} ${usd > 0 ? 'reserved' : 'booked'}`);
    return {
      settle: async ({ inputUsd }) => void book.push(`settled ${inputUsd}`),
      leaveUnsettled: async () => void book.push('unsettled'),
      release: async () => void book.push('released'),
    };
  },
};

const embedder = () => createWordEmbedder();
const ingest = (options: { readonly batchEmbedder?: BatchEmbedder; readonly words?: typeof embedder } = {}) =>
  createIngestDocuments({
    catalogue: passages,
    generations: [{ embedder: (options.words ?? embedder)(), vectorIndex: passages }],
    batchEmbedder: options.batchEmbedder ?? null,
    metering: { ledger, prices },
    changes: { advance: async () => {} },
    logger: quietLogger,
  })({ tenantId: 'acme', ingestionId: 'ing_1', isLastAttempt: true }, never);

const accept = (mode: 'realtime' | 'batch', ...contents: readonly string[]): void =>
  passages.accept(
    'ing_1',
    contents.map((content, at) => ({ tenantId: 'acme', documentId: `d${at}`, content, title: 'T' })),
    mode,
  );

const RESERVED = 'acme (ingestion) ing_1 ingestion words reserved';

describe('the embeddings of an ingestion', () => {
  it('are reserved before each request and settled by what the provider counted', async () => {
    accept('realtime', 'One.', 'Two.', 'Three.', 'Four.');
    await ingest();
    expect(book.filter((line) => line === RESERVED)).toHaveLength(2);
    expect(book.filter((line) => line.startsWith('settled')).toSorted()).toEqual(['settled 1', 'settled 3']);
    book = [];
    accept('realtime', 'One.', 'Two.');
    await ingest();
    expect(book).toEqual([]);
  });

  it('that the month cannot hold are not made: the documents fail and say what to do', async () => {
    isSpent = true;
    accept('realtime', 'One.');
    const words = createWordEmbedder();
    await ingest({ words: () => words });
    expect(words.calls).toEqual([]);
    expect(passages.outcomeOf('acme', 'ing_1', 'd0')).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('PUT /v1/budget') as string,
    });
  });

  it('by a provider’s batch are booked once, at the price of batches, whatever the month holds by then', async () => {
    const submitted: string[] = [];
    const batchEmbedder: BatchEmbedder = {
      model: 'words',
      maxTextsPerBatch: 10,
      maxBytesPerBatch: 1_000_000,
      submit: async (texts) => {
        submitted.push(...texts.map(({ key }) => key));
        return 'batch_1';
      },
      collect: async () => {
        const { vectors } = await createWordEmbedder().embed(submitted, 'passage', never);
        const none = new Float32Array(64);
        return {
          status: 'ready',
          vectors: new Map(submitted.map((key, at) => [key, vectors[at] ?? none])),
          tokens: 7,
        };
      },
      discard: async () => {},
    };
    accept('batch', 'One.', 'Two.');
    await createIngestDocuments({
      catalogue: passages,
      generations: [{ embedder: embedder(), vectorIndex: passages }],
      batchEmbedder,
      metering: { ledger, prices },
      changes: { advance: async () => {} },
      logger: quietLogger,
    })({ tenantId: 'acme', ingestionId: 'ing_1', isLastAttempt: false }, never);
    isSpent = true;
    await ingest({ batchEmbedder });
    expect(book).toEqual(['acme (ingestion) ing_1 ingestion words booked', 'settled 3.5']);
  });
});
