import type { PassageVector, VectorIndex } from '@ragfleet/rag-core';
import {
  CONTRACT_DIMENSION,
  describeWithDocuments,
  type QdrantDouble,
  scopeOf,
  startQdrantDouble,
  vectorIndexContract,
} from '@ragfleet/test-support';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { remoteFailures } from '../remote-failures.fixture.ts';
import { spaceName } from '../space-name.ts';
import { openQdrantIndex } from './open-qdrant-index.ts';
import { pointId } from './point-id.ts';

const signal = new AbortController().signal;
const MODEL = 'text-embedding-3-small';

const openOn = (double: QdrantDouble, dimension: number): Promise<VectorIndex> =>
  openQdrantIndex({ url: double.url, apiKey: 'test-key', dimension, model: MODEL });

describeWithDocuments('Qdrant that fails', 'qdrant', () => {
  remoteFailures({
    start: startQdrantDouble,
    open: openOn,
    leakNext: (planted, tenantId) => {
      const payload = tenantId === null ? {} : { tenant_id: tenantId, passage_id: 'p_foreign' };
      planted.leakNext({ id: pointId(tenantId ?? '', 'p_foreign'), payload });
    },
  });
});

describeWithDocuments('Qdrant', 'qdrant', () => {
  let double: QdrantDouble;
  let index: VectorIndex;
  afterEach(() => double.requireNoViolations());

  const passage = (passageId: string): PassageVector => ({
    tenantId: 'acme',
    documentId: 'd',
    passageId,
    namespace: 'hr',
    department: null,
    vector: Float32Array.from({ length: 1_536 }, (_, at) => Math.sin(at + 1) / 39),
  });
  const search = (abort: AbortSignal = signal, limit = 5) =>
    index.searchDense(scopeOf({ tenantId: 'acme' }), passage('q').vector, limit, abort);
  const lastBody = () => double.requests.at(-1)?.body;

  describe('as every vector index', () => {
    vectorIndexContract(async () => {
      double = await startQdrantDouble();
      return { index: await openOn(double, CONTRACT_DIMENSION), close: () => double.stop() };
    });
  });

  describe('what is sent', () => {
    beforeAll(async () => {
      double = await startQdrantDouble();
      index = await openOn(double, 1_536);
    });
    afterAll(() => double.stop());

    it('is cut below 8 MB, and waits until it can be found', async () => {
      const before = double.requests.length;
      await index.upsert(
        Array.from({ length: 600 }, (_, n) => passage(`p${n}`)),
        signal,
      );
      const sent = double.requests.slice(before);
      expect(sent.length).toBeGreaterThan(1);
      expect(Math.max(...sent.map(({ sizeBytes }) => sizeBytes))).toBeLessThan(8_100_000);
      expect(sent.every(({ query }) => query.get('wait') === 'true')).toBe(true);
    });
    it('searches the graph with the tenant required, and asks for no vectors', async () => {
      await search();
      expect(double.requests.at(-1)).toMatchObject({
        path: `/collections/${spaceName(MODEL, 1_536)}/points/query`,
        headers: { 'api-key': 'test-key' },
        body: {
          filter: {
            must: [{ key: 'tenant_id', match: { value: 'acme' } }, { should: expect.anything() as unknown }],
          },
          limit: 5,
          params: { hnsw_ef: 50, exact: false },
          with_payload: ['tenant_id', 'passage_id'],
          with_vector: false,
        },
      });
    });
    it('looks at more candidates for a longer list', async () => {
      await search(signal, 200);
      expect(lastBody()).toMatchObject({ limit: 200, params: { hnsw_ef: 400 } });
    });
    it('names a point by tenant and passage, in the form that Qdrant takes', () => {
      expect(pointId('acme', 'p1')).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
      expect(new Set([pointId('a', 'bc'), pointId('ab', 'c'), pointId('a', 'bc')]).size).toBe(2);
    });
  });

  describe('in the manner of Qdrant', () => {
    beforeAll(async () => {
      double = await startQdrantDouble();
      index = await openOn(double, 1_536);
    });
    afterAll(() => double.stop());

    it.each(['17', 'Fri, 01 Jan 2027 00:00:00 GMT'])(
      'a limit of requests is one, and its Retry-After, which the client spoils, is left out: %s',
      async (wait) => {
        double.failNext(429, { 'retry-after': wait });
        await expect(search()).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs: undefined });
      },
    );
    it('does not take a write that is under way for one that is done', async () => {
      const slow = await startQdrantDouble();
      const opened = await openOn(slow, 1_536);
      slow.acknowledgeOnly();
      await expect(opened.upsert([passage('p')], signal)).rejects.toMatchObject({ kind: 'timeout' });
      await slow.stop();
    });
  });

  describe('at start', () => {
    beforeAll(async () => {
      double = await startQdrantDouble();
    });
    afterAll(() => double.stop());
    const puts = (ending: string) =>
      double.requests.filter(({ method, path }) => method === 'PUT' && path.endsWith(ending));

    it('makes the collection of the model with its payload indexes, and finds them the next time', async () => {
      await openOn(double, 4);
      await openOn(double, 4);
      expect(puts(spaceName(MODEL, 4)).map(({ body }) => body)).toEqual([
        {
          vectors: { size: 4, distance: 'Cosine', on_disk: false },
          hnsw_config: {
            m: 16,
            ef_construct: 100,
            full_scan_threshold: 10_000,
            max_indexing_threads: 0,
            on_disk: false,
          },
          optimizers_config: { indexing_threshold: 20_000, memmap_threshold: 50_000 },
        },
      ]);
      expect(puts('/index').map(({ body }) => body)).toEqual([
        { field_name: 'tenant_id', field_schema: { type: 'keyword', is_tenant: true } },
        { field_name: 'namespace', field_schema: { type: 'keyword' } },
        { field_name: 'department', field_schema: { type: 'keyword' } },
        { field_name: 'document_id', field_schema: { type: 'keyword' } },
      ]);
    });
    it('makes one collection when two processes start at once', async () => {
      await Promise.all([openOn(double, 5), openOn(double, 5)]);
      expect(puts(spaceName(MODEL, 5))).toHaveLength(2);
      expect(double.collectionNames().filter((name) => name === spaceName(MODEL, 5))).toHaveLength(1);
    });
    it.each([
      { size: 7, distance: 'Cosine' },
      { size: 6, distance: 'Euclid' },
    ])('refuses a collection of $size numbers by $distance', async (other) => {
      double.addCollection(spaceName(MODEL, 6), other);
      await expect(openOn(double, 6)).rejects.toThrow(
        'does not hold vectors of 6 numbers by cosine distance',
      );
    });
    it('refuses what is not a URL', async () => {
      await expect(openQdrantIndex({ url: 'localhost', dimension: 2, model: 'm' })).rejects.toMatchObject({
        kind: 'invalid-input',
      });
    });
  });

  describe('the double', () => {
    beforeAll(async () => {
      double = await startQdrantDouble();
    });
    afterAll(() => double.stop());

    it.each([
      ['a field that the document does not have', 'POST', '/points/query', { query: [1], limits: 1 }],
      ['a field of another type', 'POST', '/points/query', { query: [1], filter: { must: [{ key: 1 }] } }],
      ['an id that is no UUID', 'PUT', '/points', { points: [{ id: 'p1', vector: [1] }] }],
      ['an operation of an older version', 'POST', '/points/search', { vector: [1], limit: 1 }],
      ['an unknown setting in the address', 'POST', '/points/query?exact=true', { query: [1] }],
    ])('refuses %s', async (_what, method, path, body) => {
      const response = await fetch(`${double.url}/collections/x${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect(response.status).toBe(500);
      expect(double.takeViolations()).not.toEqual([]);
    });
  });
});
