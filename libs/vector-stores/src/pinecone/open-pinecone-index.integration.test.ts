import { Fault } from '@ragfleet/kernel';
import type { PassageVector, VectorIndex } from '@ragfleet/rag-core';
import {
  CONTRACT_DIMENSION,
  type PineconeDouble,
  scopeOf,
  startPineconeDouble,
  vectorIndexContract,
} from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPineconeIndex } from './open-pinecone-index.ts';

const signal = new AbortController().signal;

const openOn = (double: PineconeDouble, dimension: number): Promise<VectorIndex> =>
  openPineconeIndex({ apiKey: 'test-key', indexName: 'passages', dimension, host: double.host });

describe('Pinecone', () => {
  vectorIndexContract(async () => {
    const double = await startPineconeDouble();
    return { index: await openOn(double, CONTRACT_DIMENSION), close: () => double.stop() };
  });
});

describe('what is sent to Pinecone', () => {
  let double: PineconeDouble;
  let index: VectorIndex;
  beforeAll(async () => {
    double = await startPineconeDouble();
    index = await openOn(double, 1_536);
  });
  afterAll(() => double.stop());

  const passage = (passageId: string): PassageVector => ({
    tenantId: 'acme',
    documentId: 'd',
    passageId,
    namespace: 'hr',
    department: null,
    vector: new Float32Array(1_536).fill(0.123_456_789),
  });
  const search = (abort: AbortSignal = signal) =>
    index.searchDense(scopeOf({ tenantId: 'acme', readsAll: true }), passage('q').vector, 5, abort);

  it('is cut so that a request stays below 2 MB', async () => {
    await index.upsert(
      Array.from({ length: 130 }, (_, n) => passage(`p${n}`)),
      signal,
    );
    const sizes = double.requests.map(({ body }) => JSON.stringify(body).length);
    expect(sizes.length).toBeGreaterThan(1);
    expect(Math.max(...sizes)).toBeLessThan(2_000_000);
    expect(double.requests.flatMap(({ body }) => body.vectors ?? [])).toHaveLength(130);
  });
  it('names the tenant as the namespace, and asks for neither values nor metadata', async () => {
    await search();
    expect(double.requests.at(-1)).toMatchObject({
      apiKey: 'test-key',
      body: { namespace: 'acme', topK: 5, includeValues: false, includeMetadata: false },
    });
  });
  it('is nothing for a question that may find nothing', async () => {
    const before = double.requests.length;
    expect(await index.searchDense(scopeOf({ readsAll: true }, []), passage('q').vector, 5, signal)).toEqual(
      [],
    );
    expect(double.requests).toHaveLength(before);
  });
  it.each([
    [401, 'internal'],
    [404, 'internal'],
    [429, 'rate-limited'],
    [400, 'internal'],
    [500, 'unavailable'],
    [503, 'unavailable'],
  ])('is sent once when the reply is %d, which is %s', async (status, kind) => {
    const before = double.requests.length;
    double.failNext(status);
    await expect(search()).rejects.toMatchObject({ kind });
    expect(double.requests).toHaveLength(before + 1);
  });
  it('waits as long as Pinecone says', async () => {
    double.failNext(429, { 'retry-after': '7' });
    await expect(search()).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs: 7_000 });
  });
  it('ends with the reason of the signal', async () => {
    double.hang();
    const controller = new AbortController();
    const searching = search(controller.signal);
    const late = new Fault('timeout', 'A step took longer than its budget.');
    controller.abort(late);
    await expect(searching).rejects.toBe(late);
  });
  it('says unavailable when nobody answers', async () => {
    const gone = await startPineconeDouble();
    await gone.stop();
    const away = await openOn(gone, 2);
    await expect(away.searchDense(scopeOf(), Float32Array.of(1, 0), 1, signal)).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });
});
