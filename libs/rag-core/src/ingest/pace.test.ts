import { expect, test } from 'vitest';
import { createInMemoryVectorIndex } from '@ragfleet/test-support';
import { createBackfillGeneration } from './backfill-generation.ts';
import { createIngestBench } from './ingest-bench.fixture.ts';
import type { Pace } from './pace.ts';
import { createWordEmbedder, quietLogger } from './word-embedder.fixture.ts';

/** What happens in which piece of work, with the embedder and the index of one model. */
function openStage(model: string, isSlow = false) {
  const log: string[] = [];
  const embedder = createWordEmbedder();
  const index = createInMemoryVectorIndex();
  const between =
    (begin: string, end: string): Pace['begin'] =>
    async (work) => {
      log.push(begin);
      try {
        return await work();
      } finally {
        log.push(end);
      }
    };
  const pace: Pace = { begin: between('[', ']'), finish: between('(', ')'), isSlow };
  const generation = {
    embedder: {
      ...embedder,
      model,
      embed: (...asked: Parameters<typeof embedder.embed>) => {
        log.push('embed');
        return embedder.embed(...asked);
      },
    },
    vectorIndex: {
      ...index,
      upsert: (...written: Parameters<typeof index.upsert>) => {
        log.push('write');
        return index.upsert(...written);
      },
    },
  };
  return { log, pace, generation };
}

test('cutting, embedding here, writing and publishing are pieces of work that wait for their turn', async () => {
  const { log, pace, generation } = openStage('local-words');
  const bench = createIngestBench();
  const { catalogue } = bench.portsWith();
  bench.accept('ing_1', { leave: 'Leave is 27 days.' });
  await bench.ingest('ing_1', {
    pace,
    generations: [generation],
    catalogue: {
      ...catalogue,
      publishVersion: (...version) => {
        log.push('publish');
        return catalogue.publishVersion(...version);
      },
    },
  });
  expect(log.join('')).toBe('[][embed][write](publish)');
});

test('beside questions the vectors of each document are written just before it is published', async () => {
  for (const [isSlow, order] of [
    [false, ['write', '(', '(']],
    [true, ['write', '(', 'write', '(']],
  ] as const) {
    const { log, pace, generation } = openStage('local-words', isSlow);
    const bench = createIngestBench();
    bench.accept('ing_1', { leave: 'Leave is 27 days.', travel: 'Second class.' });
    await bench.ingest('ing_1', { pace, generations: [generation] });
    expect(log.filter((entry) => entry === 'write' || entry === '(')).toEqual(order);
  }
});

test('a provider is asked at once', async () => {
  const { log, pace, generation } = openStage('text-embedding-3-small');
  const bench = createIngestBench();
  bench.accept('ing_1', { leave: 'Leave is 27 days.' });
  await bench.ingest('ing_1', { pace, generations: [generation] });
  expect(log.join('')).toBe('[]embed[write]()');
});

test('the index of another model is filled piece by piece too', async () => {
  const { log, pace, generation } = openStage('local-words');
  const labels = { tenantId: 'acme', documentId: 'leave', namespace: 'default', department: null };
  const passage = { ...labels, passageId: 'p1', title: 'Leave', headings: [], text: '27 days.', position: 1 };
  const progress = { state: 'building', position: 0, doneCount: 0, totalCount: 1 } as const;
  const fill = createBackfillGeneration({
    generation,
    begins: 'at-once',
    pace,
    logger: quietLogger,
    catalogue: {
      beginGeneration: async () => {},
      claimGeneration: async () => ({ ...progress, isRefill: false }),
      passagesAfter: async () => [passage],
      labelsOf: async () => [{ ...labels, passageId: 'p1' }],
      recordGeneration: async () => progress,
    },
  });
  await fill(new AbortController().signal);
  expect(log.join('')).toBe('[embed][write]');
});
