import { Fault } from '@ragfleet/kernel';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CacheEviction } from '../ports/answer-cache.ts';
import { acme, createIngestBench, type IngestBench } from './ingest-bench.fixture.ts';

let bench: IngestBench;
let evictions: string[];
beforeEach(() => {
  bench = createIngestBench();
  evictions = [];
});

/** Nobody waits for it: it never ends. */
const eviction: CacheEviction = {
  documentsChanged: (_tenant, ids) => {
    evictions.push(`changed ${ids.toSorted().join()}`);
    bench.log.push('evict');
    return new Promise(() => {});
  },
  passagesAdded: (_tenant, model, vectors) => {
    evictions.push(`added ${vectors.length} of ${model}`);
    return new Promise(() => {});
  },
};

const DOCUMENT = {
  tenantId: acme,
  documentId: 'leave',
  title: 'Leave',
  source: 'wiki',
  content: 'thirty days',
};
let ingestions = 0;

/** What a run did to the change sequence. */
async function ingested(changes: Partial<typeof DOCUMENT & { namespace: string; department: string }>) {
  ingestions += 1;
  bench.passages.accept(`i${ingestions}`, [{ ...DOCUMENT, ...changes }]);
  const logged = bench.log.length;
  await bench.ingest(`i${ingestions}`, { eviction });
  return bench.log.slice(logged).filter((line) => line.startsWith('advance'));
}

describe('the change sequence', () => {
  it('moves in the namespace of a new document', async () => {
    expect(await ingested({ namespace: 'hr' })).toEqual(['advance hr']);
  });

  it('moves in the namespace that a document leaves as well', async () => {
    await ingested({ namespace: 'hr' });
    expect(await ingested({ namespace: 'board' })).toEqual(['advance hr,board']);
  });

  it.each([
    ['department', { department: 'people' }],
    ['words', { content: 'thirty-one days' }],
    ['title', { title: 'Annual leave' }],
    ['source', { source: 'intranet' }],
  ])('moves with another %s', async (_name, change) => {
    await ingested({ namespace: 'hr' });
    expect(await ingested({ namespace: 'hr', ...change })).toEqual(['advance hr']);
  });

  it('moves when a passage has gone and none is new', async () => {
    const paragraphs = [DOCUMENT.content, 'nobody works on sundays'].map(
      (text) => `# ${text}\n\n${text.repeat(60)}`,
    );
    await ingested({ namespace: 'hr', content: paragraphs.join('\n\n') });
    expect(await ingested({ namespace: 'hr', content: paragraphs[0] ?? '' })).toEqual(['advance hr']);
  });

  it('stays when nothing changed, and nothing is evicted', async () => {
    await ingested({ namespace: 'hr' });
    evictions = [];
    expect(await ingested({ namespace: 'hr' })).toEqual([]);
    expect(evictions).toEqual([]);
  });

  it('moves for what a run published that died before it said so', async () => {
    await ingested({ namespace: 'hr' });
    bench.passages.accept('dies', [{ ...DOCUMENT, namespace: 'board' }]);
    const dead = { advance: () => Promise.reject(new Fault('unavailable', 'The queue is away.')) };
    await expect(bench.ingest('dies', { changes: dead })).rejects.toThrow('The queue is away.');
    expect(await bench.passages.unannouncedNamespaces({ tenantId: acme, ingestionId: 'dies' })).toEqual([
      'hr',
      'board',
    ]);
    await bench.ingest('dies');
    expect(bench.log.filter((line) => line.startsWith('advance'))).toEqual([
      'advance hr',
      'advance hr,board',
    ]);
  });
});

describe('eviction', () => {
  it('follows the change sequence, and nobody waits for it', async () => {
    await ingested({ namespace: 'hr' });
    expect(evictions).toEqual(['changed leave', 'added 1 of words']);
    expect(bench.log.slice(-3)).toEqual(['advance hr', 'evict', 'record leave']);
  });

  it('hears of a few vectors of a long document, from its whole length', async () => {
    const sections = Array.from({ length: 40 }, (_, at) => `# Part ${at}\n\n${`word${at} `.repeat(200)}`);
    await ingested({ namespace: 'hr', content: sections.join('\n\n') });
    const count = Number(/added (\d+)/.exec(evictions.join())?.[1]);
    expect(count).toBeGreaterThan(1);
    expect(count).toBeLessThanOrEqual(4);
  });
});
