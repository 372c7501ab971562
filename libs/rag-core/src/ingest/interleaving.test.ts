import { createInMemoryPassages, type IngestionRaceSubject, raceIngestions } from '@ragfleet/test-support';
import { describe, expect, it } from 'vitest';

function inMemory(): IngestionRaceSubject {
  const passages = createInMemoryPassages();
  let ingestions = 0;
  return {
    catalogue: passages,
    accept: async (tenantId, documentId, content) => {
      ingestions += 1;
      passages.accept(`ing_${ingestions}`, [{ tenantId, documentId, title: 'T', content }]);
      return `ing_${ingestions}`;
    },
    relabel: async (tenantId, documentId, namespace) =>
      passages.relabel(tenantId, documentId, { namespace, department: null }),
    remove: async (tenantId, documentId) => passages.remove(tenantId, documentId),
    current: async (tenantId) => passages.publishedPassages(tenantId),
  };
}

describe('ingestions, deletions and relabelings of one document at a time', () => {
  it('end with the newest version, each passage with its vector and no vector beside them, in 300 orders', async () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const race = { seed, tenantId: 'acme', steps: 6 + (seed % 15) };
      const { texts, newestTexts, passages, vectors } = await raceIngestions(inMemory(), race);
      expect(texts, `seed ${seed}`).toEqual(newestTexts);
      expect(vectors, `seed ${seed}`).toEqual(passages);
    }
  }, 60_000);
});
