import { createClient } from '@ragfleet/client';
import type { QueryResult } from '@ragfleet/contracts';
import { type QdrantDouble, startUncheckedQdrantDouble } from '@ragfleet/test-support';
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import type { AppProcess, FaultTenant } from '../../fleet/contract.ts';
import type { TcpProxy } from '../../proxy/contract.ts';
import { startTcpProxy } from '../../proxy/tcp-proxy.ts';
import { waitFor } from '../wait-for.ts';
import { answerTo } from './answered.ts';
import { replaceQueryWorkers } from './other-workers.ts';
import { z } from 'zod';

const LOAD_MS = 30_000;
const STOP_MS = 20_000;
const SLOW_MS = 5_000;
/** Of a search, and of the machine. */
const MAX_SEARCH_MS = 2_000 + 1_500;
const MAX_RECOVERY_MS = 15_000;
const ALARM = 'vector index returned passages of another tenant';

/** Vectors make answers better: without them keywords answer, and with those of somebody else nothing of them is used. */
export const vectorStore: Scenario = {
  id: 'F33',
  title: "the vector store is down, slow, breaks off, returns another tenant's passage",
  boundSeconds: 110,
  isSlow: true,
  run: async (stage) => {
    const store = await startUncheckedQdrantDouble();
    const way = await startTcpProxy({ targetPort: Number(new URL(store.url).port) });
    const variables = { QDRANT_URL: `http://127.0.0.1:${way.port}`, CIRCUIT_BREAKER_RESET_SECONDS: '0.2' };
    try {
      await loadInto(stage, { ...variables, VECTOR_STORE: 'pgvector,qdrant' });
      const [worker] = await replaceQueryWorkers(stage.fleet, {
        count: 1,
        variables: { ...variables, VECTOR_STORE: 'qdrant' },
      });
      assert.ok(worker !== undefined);
      await untilWhole(stage);
      const recoveryMs = await downAndSlow(stage, way);
      await breaksOff(stage, store);
      await leaks(stage, store, worker);
      return {
        recoveryMs,
        note: 'keywords alone while it was away; nothing of a search with a foreign passage',
      };
    } finally {
      await way.stop();
      await store.stop();
    }
  },
};

/** A page more for each of two tenants, into this store too. */
async function loadInto(
  { fleet }: ScenarioStage,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const batchWorker = await fleet.start('batch-worker', { variables });
  const [one, other] = fleet.tenants;
  await Promise.all([one, other].map((tenant) => loadPage(fleet.ingressUrl(), tenant)));
  await batchWorker.terminate(STOP_MS);
}

async function loadPage(url: string, { apiKey, tenantId, canary }: FaultTenant): Promise<void> {
  const client = createClient({ url, apiKey });
  const signal = AbortSignal.timeout(LOAD_MS);
  const id = `handbook-sabbatical-${randomUUID()}`;
  const content = `The handbook of ${tenantId} says: for a sabbatical the code is ${canary}. Page ${id}.`;
  const { id: ingestionId } = await client.documents.submit(
    [{ id, title: 'Handbook: sabbatical', content }],
    {
      signal,
    },
  );
  const { status, counts } = await client.ingestions.wait(ingestionId, { signal });
  assert.ok(status === 'finished' && counts.failed === 0, 'a page could not be loaded');
}

const untilWhole = ({ asking }: ScenarioStage): Promise<number> =>
  waitFor('vectors are searched', MAX_RECOVERY_MS, async () => {
    const { degradation } = await answerTo(asking);
    return degradation.reasons.length === 0;
  });

function requireKeywordsAlone(
  { degradation, citations, timings_ms: timingsMs }: QueryResult,
  reason: string,
): void {
  assert.deepEqual(degradation.reasons, [reason], 'what an answer without vectors says of itself');
  assert.ok(citations.length > 0, 'keywords did not answer alone');
  assert.ok(timingsMs.search <= MAX_SEARCH_MS, `a search waited for ${Math.round(timingsMs.search)} ms`);
}

async function downAndSlow(stage: ScenarioStage, way: TcpProxy): Promise<number> {
  await way.set({ down: true });
  requireKeywordsAlone(await answerTo(stage.asking), 'vector-unavailable');
  await way.heal();
  const afterDownMs = await untilWhole(stage);
  await way.set({ latency: { delayMs: SLOW_MS } }, 'downstream');
  requireKeywordsAlone(await answerTo(stage.asking), 'vector-unavailable');
  await way.heal();
  way.cut(); // what is on its way would be 5 s late for the next search
  return Math.max(afterDownMs, await untilWhole(stage));
}

/** Half a reply is none, and the search is asked for again. */
async function breaksOff({ asking }: ScenarioStage, store: QdrantDouble): Promise<void> {
  const searchesBefore = searchesOf(store);
  store.truncateNext();
  const { degradation } = await answerTo(asking);
  assert.deepEqual(degradation.reasons, [], 'half a reply was not asked for again');
  assert.ok(searchesOf(store) - searchesBefore >= 2, 'half a reply was taken for a whole one');
}

const searchesOf = ({ requests }: QdrantDouble): number =>
  requests.filter(({ path }) => path.endsWith('/points/query')).length;

const written = z.object({
  points: z.array(z.object({ id: z.string(), payload: z.record(z.string(), z.unknown()) })),
});

async function leaks(
  { fleet, asking }: ScenarioStage,
  store: QdrantDouble,
  worker: AppProcess,
): Promise<void> {
  const [tenant, other] = fleet.tenants;
  const points = store.requests.flatMap(({ body }) => written.safeParse(body).data?.points ?? []);
  const foreign = points.find(({ payload }) => payload['tenant_id'] === other.tenantId);
  assert.ok(foreign !== undefined, 'the other tenant has no passage in the store');
  store.leakNext(foreign);
  const result = await answerTo(asking, { tenant });
  requireKeywordsAlone(result, 'vector-untrusted');
  assert.ok(!JSON.stringify(result).includes(other.canary), 'a foreign word was answered');
  const counted = await worker.metric(
    `ragfleet_foreign_passages_total{tenant="${tenant.tenantId}",reason="other-tenant"}`,
  );
  assert.equal(counted, 1, 'the foreign passage was not counted');
  assert.ok(
    worker.log().some((line) => line.includes(ALARM)),
    'nobody was told of the foreign passage',
  );
}
