import type { AnswerEntries, CacheEntry, RetrievalEntry } from '@ragfleet/rag-core';
import { describe, expect, it, vi } from 'vitest';

const HASH = '0123456789abcdef'.repeat(4);

/** An entry as ingestion's names make it; `changes` replaces parts. */
export function answerEntry(changes: Partial<CacheEntry> = {}): CacheEntry {
  return {
    question: 'how many days of leave',
    spaceId: 'AAECAwQFBgcICQoLDA0ODw',
    generation: 'g1',
    result: {
      answer: 'Thirty days – “as ever”. [1]',
      citations: [
        {
          index: 1,
          documentId: 'doc_leave',
          passageId: `p_${HASH.slice(0, 32)}`,
          title: 'Leave',
          source: null,
          namespace: 'hr',
          quote: 'Everybody has thirty days.',
        },
        {
          index: 2,
          documentId: 'doc_old',
          passageId: 'named otherwise',
          title: 'Older leave',
          source: 'https://wiki.example/leave',
          namespace: 'legal',
          quote: '…',
        },
      ],
      model: 'gpt-4o',
      confidence: 0.87,
      usage: { inputTokens: 4_030, outputTokens: 500, embeddingTokens: 12 },
      costUsd: 0.0150756,
      cache: { status: 'miss', tier: null, similarity: null, ageSeconds: null, retrieval: 'miss' },
      degradation: { level: 'full', reasons: [] },
      warnings: ['filtered-output'],
      timingsMs: { guard: 0, cache: 0, embed: 0, search: 0, fetch: 0, generate: 0, total: 0 },
    },
    evidence: [
      { passageId: `p_${HASH.slice(0, 32)}`, contentHash: HASH.slice(32) },
      { passageId: `p_${HASH.slice(32)}`, contentHash: HASH.slice(0, 32) },
    ],
    stamps: [
      { access: 'readers', changes: 'c1' },
      { access: 'writers', changes: 'c2' },
    ],
    storedAtMs: 1_700_000_000_000,
    expiresAtMs: 1_700_086_400_000,
    origin: 'query',
    ...changes,
  };
}

const judged = (wordingId: string, isSame: boolean) => ({ wordingId, isSame });

const KEEP = { keepMs: 60_000, documentIds: [] };
let names = 0;

/** Holds every store of answers to the port's promises. */
export function answerEntriesContract(entries: () => AnswerEntries): void {
  const newId = (tenantId = 'acme'): string => entries().idOf(tenantId, `text ${(names += 1)}`);
  const readOne = async (tenantId: string, id: string): Promise<CacheEntry | null> =>
    (await entries().read(tenantId, [id]))[0] ?? null;

  describe('answers', () => {
    it.each<[string, CacheEntry]>([
      ['with names as ingestion makes them', answerEntry()],
      ['written ahead of its question', answerEntry({ origin: 'warming' })],
      ['with other names', answerEntry({ evidence: [{ passageId: 'p1', contentHash: 'h1' }] })],
      ['with verdicts', answerEntry({ judged: [judged('w1', true), judged('w2', false)] })],
      ['without evidence and stamps', answerEntry({ evidence: [], stamps: [] })],
      ['of 255 passages', answerEntry({ evidence: manyPassages(255) })],
      ['of 254 passages', answerEntry({ evidence: manyPassages(254) })],
    ])('come back as they were written: %s', async (_name, entry) => {
      const id = newId();
      await entries().write('acme', id, entry, KEEP);
      expect(await readOne('acme', id)).toEqual(entry);
    });

    it('come back without what serving makes anew', async () => {
      const id = newId();
      const { result } = answerEntry();
      const timed = { ...result, timingsMs: { ...result.timingsMs, total: 900 } };
      await entries().write('acme', id, answerEntry({ result: timed }), KEEP);
      expect(await readOne('acme', id)).toEqual(answerEntry());
    });

    it('are read in the order asked for, with null for those that are none', async () => {
      const [first, second, missing] = [newId(), newId(), newId()];
      await entries().write('acme', first, answerEntry({ question: 'one' }), KEEP);
      await entries().write('acme', second, answerEntry({ question: 'two' }), KEEP);
      const read = await entries().read('acme', [second, missing, first, second]);
      expect(read.map((entry) => entry?.question ?? null)).toEqual(['two', null, 'one', 'two']);
      expect(await entries().read('acme', [])).toEqual([]);
    });

    it('are nothing to another tenant, and have another id there', async () => {
      const id = newId();
      await entries().write('acme', id, answerEntry(), KEEP);
      expect(await readOne('globex', id)).toBeNull();
      expect(entries().idOf('acme', 'x')).toBe(entries().idOf('acme', 'x'));
      expect(entries().idOf('acme', 'x')).not.toBe(entries().idOf('globex', 'x'));
      expect(entries().idOf('acme', 'x')).toMatch(/^[\w-]{22}$/);
    });

    it('leave when their time is over', async () => {
      const id = newId();
      await entries().write('acme', id, answerEntry(), { keepMs: 20, documentIds: [] });
      await vi.waitFor(async () => expect(await readOne('acme', id)).toBeNull());
    });

    it('are replaced only while they are there', async () => {
      const id = newId();
      expect(await entries().replace('acme', id, answerEntry())).toBe(false);
      expect(await readOne('acme', id)).toBeNull();
      await entries().write('acme', id, answerEntry(), KEEP);
      const stamped = answerEntry({ stamps: [{ access: 'new', changes: 'c9' }] });
      expect(await entries().replace('acme', id, stamped)).toBe(true);
      expect(await readOne('acme', id)).toEqual(stamped);
    });

    it('that were written anew are not replaced by what was read before', async () => {
      const id = newId();
      const anew = answerEntry({ storedAtMs: answerEntry().storedAtMs + 1, question: 'anew' });
      await entries().write('acme', id, answerEntry(), KEEP);
      await entries().remove('acme', [id]);
      await entries().write('acme', id, anew, KEEP);
      expect(await entries().replace('acme', id, answerEntry())).toBe(false);
      expect(await readOne('acme', id)).toEqual(anew);
    });

    it('keep their time when they are replaced', async () => {
      const id = newId();
      await entries().write('acme', id, answerEntry(), { keepMs: 200, documentIds: [] });
      await entries().replace('acme', id, answerEntry({ question: 'again' }));
      await vi.waitFor(async () => expect(await readOne('acme', id)).toBeNull());
    });

    it('are removed, and counted when they were there', async () => {
      const [one, other] = [newId(), newId()];
      await entries().write('acme', one, answerEntry(), KEEP);
      await entries().write('acme', other, answerEntry(), KEEP);
      expect(await entries().remove('globex', [one])).toBe(0);
      expect(await entries().remove('acme', [one, newId()])).toBe(1);
      expect(await entries().read('acme', [one, other])).toEqual([null, answerEntry()]);
      expect(await entries().remove('acme', [])).toBe(0);
    });
  });

  describe('retrievals', () => {
    it.each<[string, RetrievalEntry['passages']]>([
      ['named by ingestion', answerEntry().evidence],
      ['named otherwise', [{ passageId: 'p1', contentHash: 'h1' }]],
      ['none', []],
    ])('come back as they were written, for their tenant alone: %s', async (_name, passages) => {
      const id = newId();
      const retrieval = { question: 'q', stamp: { access: 'a', changes: 'c' }, passages };
      expect(await entries().readRetrieval('acme', id)).toBeNull();
      await entries().writeRetrieval('acme', id, retrieval, 60_000);
      expect(await entries().readRetrieval('acme', id)).toEqual(retrieval);
      expect(await entries().readRetrieval('globex', id)).toBeNull();
      expect(await readOne('acme', id)).toBeNull();
    });

    it('leave when their time is over', async () => {
      const id = newId();
      const retrieval = { question: 'q', stamp: { access: 'a', changes: 'c' }, passages: [] };
      await entries().writeRetrieval('acme', id, retrieval, 20);
      await vi.waitFor(async () => expect(await entries().readRetrieval('acme', id)).toBeNull());
    });
  });
}

const manyPassages = (count: number): CacheEntry['evidence'] =>
  Array.from({ length: count }, (_, at) => ({
    passageId: `p_${at.toString(16).padStart(32, '0')}`,
    contentHash: HASH.slice(0, 32),
  }));
