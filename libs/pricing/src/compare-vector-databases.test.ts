import { describe, expect, it } from 'vitest';
import { compareVectorDatabases, type VectorLoad } from './index.ts';

const MILLION: VectorLoad = {
  vectors: 1_000_000,
  dimension: 1_536,
  readsPerMonth: 1_500_000,
  writesPerMonth: 0,
};
const monthly = (changes: Partial<VectorLoad> = {}): Record<string, number> =>
  Object.fromEntries(
    compareVectorDatabases({ ...MILLION, ...changes }).services.map(({ service, monthlyUsd }) => [
      service,
      monthlyUsd,
    ]),
  );

describe('compareVectorDatabases', () => {
  it('sorts a million vectors of 1,536 numbers and 1.5 million reads by price', () => {
    const { services, ...rest } = compareVectorDatabases(MILLION);
    expect(rest).toEqual({
      storageGb: 5.72,
      cheapest: 'Pinecone serverless',
      mostExpensive: 'Weaviate Cloud',
      pricesAsOf: '2025-11-01',
    });
    expect(services.map(({ service, monthlyUsd }) => [service, monthlyUsd])).toEqual([
      ['Pinecone serverless', 4.89],
      ['Qdrant Cloud', 25],
      ['Supabase pgvector', 25.72],
      ['self-hosted pgvector', 50],
      ['Pinecone pod s1', 70],
      ['Weaviate Cloud', 135],
    ]);
  });

  it('adds writes: 6.89 dollars with a million of them', () => {
    expect(monthly({ writesPerMonth: 1_000_000 })).toMatchObject({ 'Pinecone serverless': 6.89 });
  });

  it.each([
    [0, 70, 25],
    [1, 70, 25],
    [1_000_000, 70, 25],
    [1_000_001, 140, 50],
    [2_000_000, 140, 50],
  ])('charges started millions for %d vectors', (vectors, pod, qdrant) => {
    expect(monthly({ vectors })).toMatchObject({ 'Pinecone pod s1': pod, 'Qdrant Cloud': qdrant });
  });

  it.each([
    [100_000, 25],
    [100_001, 135],
  ])('has a small plan: %d vectors cost %d dollars at Weaviate', (vectors, usd) => {
    expect(monthly({ vectors })).toMatchObject({ 'Weaviate Cloud': usd });
  });

  it('costs nothing by use when nothing is used', () => {
    expect(monthly({ vectors: 0, readsPerMonth: 0 })).toMatchObject({
      'Pinecone serverless': 0,
      'Supabase pgvector': 25,
      'self-hosted pgvector': 50,
    });
  });
});
