import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import type { SearchScope, VectorIndex } from '@ragfleet/rag-core';
import { createInMemoryVectorIndex, describeOnPostgres, scopeOf } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GraphMethod, DEFAULT_GRAPH } from './graphs.ts';
import { openPgvectorIndex, type PgvectorIndex } from './open-pgvector-index.ts';
import { corpusOf, DIMENSION, questions } from './recall-corpus.fixture.ts';

const signal = new AbortController().signal;
const LARGE = 'large';
const SMALL = 'small';
const CORPUS = corpusOf(LARGE, SMALL);
const QUESTIONS = questions(50);
const TOP = 10;
const IVFFLAT: GraphMethod = { kind: 'ivfflat' };
// Loaded with the one that takes rows fastest; the other is built from what is there.
const METHODS: readonly GraphMethod[] = [IVFFLAT, DEFAULT_GRAPH];

const everything = (tenantId: string): SearchScope => scopeOf({ tenantId, readsAll: true });
const CASES: readonly { readonly claim: string; readonly scope: SearchScope }[] = [
  { claim: 'for a tenant with 99 % of the rows', scope: everything(LARGE) },
  { claim: 'for a tenant with 1 % of the rows', scope: everything(SMALL) },
  {
    claim: 'where the access filter keeps 99 % of a large tenant',
    scope: scopeOf({ tenantId: LARGE, namespaces: ['wide'] }),
  },
  {
    claim: 'where the access filter keeps 1 % of a large tenant',
    scope: scopeOf({ tenantId: LARGE, namespaces: ['narrow'] }),
  },
];

describeOnPostgres('the recall of pgvector against an exact search', (postgres) => {
  let database: Database;
  let opened: PgvectorIndex;
  const exact = createInMemoryVectorIndex();
  const known = new Map<SearchScope, Promise<Set<string>[]>>();
  const nearest = (scope: SearchScope): Promise<Set<string>[]> => {
    const found = known.get(scope) ?? search(exact, scope);
    known.set(scope, found);
    return found;
  };
  beforeAll(async () => {
    const pool = { poolSize: 2, statementTimeoutMs: 60_000, name: 'recall-test' };
    database = connectPostgres({ ...pool, url: postgres().url });
    await exact.upsert(CORPUS, signal);
    opened = await open(IVFFLAT);
    await opened.index.upsert(CORPUS, signal);
    await opened.idle();
  }, 120_000);
  afterAll(() => database.close());

  const open = (graph: GraphMethod): Promise<PgvectorIndex> =>
    openPgvectorIndex({ database, dimension: DIMENSION, model: 'recall', graph });
  const search = async (index: VectorIndex, scope: SearchScope): Promise<Set<string>[]> => {
    const found: Set<string>[] = [];
    for (const vector of QUESTIONS) {
      const candidates = await index.searchDense(scope, vector, TOP, signal);
      found.push(new Set(candidates.map(({ passageId }) => passageId)));
    }
    return found;
  };
  /** How often each graph has been searched. */
  const graphScans = (): Promise<{ name: string; scans: number }[]> =>
    database.query(`SELECT indexrelname AS name, idx_scan::integer AS scans, pg_stat_force_next_flush()
      FROM pg_stat_user_indexes WHERE schemaname = current_schema() AND indexrelname LIKE 'ann\\_%'`);

  describe.each(METHODS)('with $kind', (method) => {
    beforeAll(async () => {
      opened = await open(method);
      // The first search of the large tenant says that its graph is not the one that is configured.
      await opened.index.searchDense(everything(LARGE), QUESTIONS[0] ?? new Float32Array(), 10, signal);
      await opened.idle();
    }, 400_000);

    it('has one graph, of the large tenant', async () => {
      const graphs = await graphScans();
      expect(graphs).toEqual([
        expect.objectContaining({ name: expect.stringContaining(method.kind) as string }),
      ]);
    });
    it.each(CASES)(
      'is at least 0.98 for the ten nearest $claim',
      async ({ claim, scope }) => {
        const expected = await nearest(scope);
        const startMs = performance.now();
        const found = await search(opened.index, scope);
        const eachMs = (performance.now() - startMs) / QUESTIONS.length;
        const hits = found.reduce(
          (sum, ids, n) => sum + [...ids].filter((id) => expected[n]?.has(id) === true).length,
          0,
        );
        const recall = hits / (QUESTIONS.length * TOP);
        process.stderr.write(
          `recall@10 ${postgres().kind} ${method.kind} ${claim}: ${recall.toFixed(4)}, ${eachMs.toFixed(1)} ms\n`,
        );
        expect(recall).toBeGreaterThanOrEqual(0.98);
      },
      30_000,
    );
    it('came from the graph where there is one to come from', async () => {
      await expect.poll(async () => (await graphScans())[0]?.scans).toBeGreaterThanOrEqual(QUESTIONS.length);
    });
    it('fills a long list, beyond the default depth of a graph search', async () => {
      const [question = new Float32Array()] = QUESTIONS;
      expect(await opened.index.searchDense(everything(LARGE), question, 500, signal)).toHaveLength(500);
    });
  });
});
