import type { PassageVector, VectorIndex } from '@ragfleet/rag-core';
import {
  CONTRACT_DIMENSION,
  describeWithDocuments,
  type PineconeDouble,
  scopeOf,
  startPineconeDouble,
  vectorIndexContract,
} from '@ragfleet/test-support';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { remoteFailures } from '../remote-failures.fixture.ts';
import { indexNameOf } from './index-name.ts';
import { openPineconeIndex } from './open-pinecone-index.ts';

const signal = new AbortController().signal;
const MODEL = 'text-embedding-3-small';

const openOn = (double: PineconeDouble, dimension: number, host?: string): Promise<VectorIndex> =>
  openPineconeIndex({
    apiKey: 'test-key',
    indexName: 'passages',
    dimension,
    model: MODEL,
    cloud: 'aws',
    region: 'us-east-1',
    controlHost: double.url,
    ...(host === undefined ? {} : { host }),
  });

describeWithDocuments('Pinecone that fails', 'pinecone', () => {
  remoteFailures({
    start: startPineconeDouble,
    open: openOn,
    leakNext: (planted, tenantId) =>
      planted.leakNext({ id: 'p_foreign', metadata: tenantId === null ? {} : { tenant_id: tenantId } }),
  });
});

describeWithDocuments('Pinecone', 'pinecone', () => {
  let double: PineconeDouble;
  let index: VectorIndex;
  afterEach(() => double.requireNoViolations());

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

  describe('as every vector index', () => {
    vectorIndexContract(async () => {
      double = await startPineconeDouble();
      return { index: await openOn(double, CONTRACT_DIMENSION), close: () => double.stop() };
    });
  });

  describe('what is sent', () => {
    beforeAll(async () => {
      double = await startPineconeDouble();
      index = await openOn(double, 1_536);
    });
    afterAll(() => double.stop());

    it('is cut at 100 records and below 2 MB of what really goes over the wire', async () => {
      const before = double.requests.length;
      await index.upsert(
        Array.from({ length: 250 }, (_, n) => passage(`p${n}`)),
        signal,
      );
      const sent = double.requests.slice(before);
      expect(Math.max(...sent.map(({ sizeBytes }) => sizeBytes))).toBeLessThan(2_000_000);
      const counts = sent.map(({ body }) => (body as { vectors: unknown[] }).vectors.length);
      expect(counts).toEqual([100, 100, 50]);
    });
    it('fills a request up to 2 MB when vectors are long', async () => {
      const vector = Float32Array.from({ length: 1_536 }, (_, at) => Math.sin(at) / 39);
      const before = double.requests.length;
      await index.upsert(
        Array.from({ length: 200 }, (_, n) => ({ ...passage(`w${n}`), vector })),
        signal,
      );
      const sizes = double.requests.slice(before).map(({ sizeBytes }) => sizeBytes);
      expect(sizes[0]).toBeGreaterThan(1_800_000);
      expect(Math.max(...sizes)).toBeLessThan(2_000_000);
    });
    it('names the tenant as the namespace and asks for no values', async () => {
      await search();
      expect(double.requests.at(-1)).toMatchObject({
        headers: { 'api-key': 'test-key', 'x-pinecone-api-version': '2026-04' },
        body: { namespace: 'acme', topK: 5, includeValues: false },
      });
    });
    it('has nothing to remove or to relabel for a tenant without a single vector', async () => {
      await index.removePassages('nobody', ['p1'], signal);
      await index.removeDocument('nobody', 'd', signal);
      await index.relabelDocument('nobody', 'd', { namespace: 'hr', department: null }, signal);
      expect(await index.existing('nobody', ['p1'], signal)).toEqual(new Set());
    });
    it('asks which passages exist without their vectors', async () => {
      expect(await index.existing('acme', ['p0', 'p1', 'gone'], signal)).toEqual(new Set(['p0', 'p1']));
      expect(double.requests.at(-1)).toMatchObject({
        path: expect.stringMatching(/\/query$/) as string,
        body: { includeValues: false, includeMetadata: false },
      });
    });
  });

  describe('when Pinecone limits requests', () => {
    beforeAll(async () => {
      double = await startPineconeDouble();
      index = await openOn(double, 1_536);
    });
    afterAll(() => double.stop());

    it('says how long Pinecone wants it to wait', async () => {
      double.failNext(429, { 'retry-after': '7' });
      await expect(search()).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs: 7_000 });
    });
  });

  describe('at start', () => {
    beforeAll(async () => {
      double = await startPineconeDouble();
    });
    afterAll(() => double.stop());
    const created = () =>
      double.requests.filter(({ method, path }) => method === 'POST' && path === '/indexes');

    it('makes a serverless index of the model, waits until it is ready, and finds it the next time', async () => {
      double.startSlowly(1);
      await openOn(double, 4);
      await openOn(double, 4);
      expect(created()).toHaveLength(1);
      expect(created()[0]?.body).toEqual({
        name: indexNameOf('passages', MODEL, 4),
        dimension: 4,
        metric: 'cosine',
        spec: { serverless: { cloud: 'aws', region: 'us-east-1' } },
      });
    });
    it('makes one index when two processes start at once', async () => {
      double.startSlowly(0);
      await Promise.all([openOn(double, 5), openOn(double, 5)]);
      expect(created().filter(({ body }) => (body as { dimension: number }).dimension === 5)).toHaveLength(2);
      expect(double.indexNames().filter((name) => name === indexNameOf('passages', MODEL, 5))).toHaveLength(
        1,
      );
    });
    it.each([
      { dimension: 7, metric: 'cosine' },
      { dimension: 6, metric: 'euclidean' },
    ])('refuses an index of $dimension numbers by $metric', async (other) => {
      double.addIndex({ name: indexNameOf('passages', MODEL, 6), ...other });
      await expect(openOn(double, 6)).rejects.toThrow(
        'does not hold vectors of 6 numbers by the metric cosine',
      );
    });
    it('refuses an index that was made in another region', async () => {
      double.addIndex({ name: indexNameOf('passages', MODEL, 9), dimension: 9, metric: 'cosine' });
      const elsewhere = { apiKey: 'k', indexName: 'passages', dimension: 9, model: MODEL, cloud: 'aws' };
      const controlHost = double.url;
      await expect(openPineconeIndex({ ...elsewhere, region: 'eu-west-1', controlHost })).rejects.toThrow(
        'is in another region than PINECONE_REGION says',
      );
    });
    it('keeps to the data plane when the address of the index is given', async () => {
      double.addIndex({ name: 'theirs', dimension: 2, metric: 'cosine' });
      const before = double.requests.length;
      const theirs = await openOn(double, 2, double.hostOf('theirs'));
      expect(await theirs.searchDense(scopeOf(), Float32Array.of(1, 0), 1, signal)).toEqual([]);
      await expect(openOn(double, 3, double.hostOf('theirs'))).rejects.toMatchObject({ kind: 'internal' });
      expect(double.requests.slice(before).every(({ path }) => path.startsWith('/data/theirs'))).toBe(true);
    });
  });

  describe('the double', () => {
    const post = (path: string, body: object) =>
      fetch(`${double.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'api-key': 'k', 'x-pinecone-api-version': '2026-04' },
        body: JSON.stringify(body),
      });

    it.each([
      ['a field that the document does not have', { vector: [1], topK: 1, includeValue: false }],
      ['a field of another type', { vector: [1], topK: 'one' }],
      ['a number out of bounds', { vector: [1], topK: 10_001 }],
      [
        'a list that is too long',
        { vectors: Array.from({ length: 1_001 }, () => ({ id: 'a', values: [1] })) },
      ],
    ])('refuses %s', async (_what, body) => {
      const planted = await startPineconeDouble();
      double = planted;
      const response = await post('vectors' in body ? '/data/x/vectors/upsert' : '/data/x/query', body);
      expect(response.status).toBe(500);
      expect(planted.takeViolations()).not.toEqual([]);
      await planted.stop();
    });
  });
});
