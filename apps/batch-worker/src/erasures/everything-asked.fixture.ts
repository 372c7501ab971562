import {
  createAnswerEntries,
  createEmbeddingCache,
  createPgvectorSemanticIndex,
  createQuestionPopularity,
} from '@ragfleet/answer-cache';
import { createAuditPeople } from '@ragfleet/audit-log';
import { queueKeys, type QueryResult, WEBHOOK_QUERY_EVENTS } from '@ragfleet/contracts';
import { createCallLedger, createCostLedger } from '@ragfleet/cost-ledger';
import { createApiKeys } from '@ragfleet/identity';
import {
  type AdmitCommand,
  createDeliveryWorker,
  createLaneWorkers,
  createOutbox,
  createQueryService,
  createReadQuery,
  type QueryHandler,
  type Settlement,
  toQueryResource,
} from '@ragfleet/job-queue';
import { permissionsOf, type TenantPrincipal } from '@ragfleet/kernel';
import { canonicalQuestion } from '@ragfleet/question-meaning';
import type { Sealer } from '@ragfleet/sealing';
import type { Logger } from '@ragfleet/service-runtime';
import { answerEntry } from '@ragfleet/test-support';
import { vi } from 'vitest';
import type { OpenStores } from '../open-stores.ts';

export const TENANT = 'acme';
const FAR = 600_000;
const SPACE = { tenantId: TENANT, spaceId: 'AAECAwQFBgcICQoLDA0ODw', model: 'm', dimension: 2 };

export interface Asking {
  readonly redisUrl: string;
  readonly stores: OpenStores;
  readonly sealer: Sealer;
  readonly logger: Logger;
}

/** What a person's questions, answers, comments and all else hold that is theirs. */
export const canaryOf = (principalId: string): string => `platypus-of-${principalId}`;

/** Somebody asks in every way there is, with a canary in each text. One question stays queued, one is being answered. */
export async function askEverything(asking: Asking, principalId: string): Promise<void> {
  const { redisUrl, sealer, stores } = asking;
  const canary = canaryOf(principalId);
  const queryService = createQueryService({ redisUrl, sealer });
  const ask = async (kind: string, more: Partial<AdmitCommand> = {}): Promise<string> => {
    const { record } = await queryService.submit(commandOf(principalId, `${kind} ${canary}?`, more));
    return record.queryId;
  };
  const stopWork = await answerQueries(asking);
  const ended = ['fresh', 'cached', 'similar', 'failed'];
  for (const kind of ended) {
    const queryId = await ask(kind, { idempotencyKey: `${kind} of ${principalId}` });
    await vi.waitUntil(async () => (await queryService.get(TENANT, queryId))?.finishedAtMs !== null);
    if (kind !== 'failed')
      await queryService.rate(TENANT, queryId, { rating: 'down', comment: `bad: ${canary}` });
  }
  await queryService.cancel(TENANT, await ask('waiting', { lane: 'low' }));
  await sendWebhooks(asking);
  await ask('waiting', { lane: 'low' });
  const runningId = await ask('running');
  await vi.waitUntil(async () => (await queryService.get(TENANT, runningId))?.status === 'running');
  await stopWork();
  await queryService.close();
  await leaveTraces(asking, principalId);
  await stores.redis.set(
    queueKeys.tokenPrincipal(TENANT, principalId.length.toString()),
    JSON.stringify({ principalId }),
  );
}

const principalOf = (principalId: string): TenantPrincipal => ({
  kind: 'tenant',
  tenantId: TENANT,
  principalId,
  keyId: 'key00001',
  role: 'user',
  permissions: permissionsOf('user'),
  namespaces: ['default'],
  department: null,
  lanes: ['high', 'normal', 'low'],
});

function commandOf(principalId: string, question: string, more: Partial<AdmitCommand>): AdmitCommand {
  const canary = canaryOf(principalId);
  return {
    principal: principalOf(principalId),
    lane: 'normal',
    deadlineSeconds: 600,
    bodyHash: 'a'.repeat(64),
    idempotencyKey: null,
    submission: {
      question,
      top_k: 5,
      history: [{ role: 'user', content: `before: ${canary}` }],
      model: null,
      session_id: `session of ${canary}`,
      cache: { mode: 'default' },
      metadata: { who: canary },
      callback: {
        url: `https://hooks.example/${question.split(' ')[0]}`,
        events: [...WEBHOOK_QUERY_EVENTS],
        include_result: true,
      },
    },
    ...more,
  };
}

const resultOf = (answer: string, tier: 'exact' | 'semantic' | null): QueryResult => ({
  answer,
  citations: [],
  model: 'm',
  confidence: 0.9,
  usage: { input_tokens: 1, output_tokens: 1, embedding_tokens: 0 },
  cost_usd: 0,
  cache: {
    status: tier === null ? 'miss' : 'hit',
    tier,
    similarity: null,
    age_seconds: null,
    retrieval: 'miss',
  },
  degradation: { level: 'full', reasons: [] },
  warnings: [],
  timings_ms: { queue_wait: 0, guard: 0, cache: 0, embed: 0, search: 0, fetch: 0, generate: 0, total: 0 },
});

/** As the query-worker does: events, a cached answer, a settlement; two kinds go on until they may not. */
async function answerQueries({ redisUrl, sealer, stores, logger }: Asking): Promise<() => Promise<void>> {
  const entries = createAnswerEntries({ redis: stores.cacheRedis, sealer });
  const index = createPgvectorSemanticIndex({ database: stores.database });
  const handler: QueryHandler = async ({ record, events, signal }): Promise<Settlement> => {
    const [kind = '', ...rest] = record.submission.question.split(' ');
    const answer = `An answer to ${rest.join(' ')}`;
    if (kind === 'running' || kind === 'waiting') return untilAborted(signal);
    if (kind === 'failed')
      return { status: 'failed', error: { type: 'x', title: 'No', detail: answer, retryable: false } };
    events.append('token', { text: answer, run: 1 });
    const tier = kind === 'fresh' ? null : kind === 'cached' ? 'exact' : 'semantic';
    // Of like meaning: what a colleague asked before.
    const question = kind === 'similar' ? 'Somebody else asked this.' : rest.join(' ');
    const entryId = entries.idOf(TENANT, question);
    const entry = answerEntry({ question, evidence: [], spaceId: SPACE.spaceId });
    await entries.write(
      TENANT,
      entryId,
      { ...entry, result: { ...entry.result, answer } },
      { keepMs: FAR, documentIds: [] },
    );
    await index.add(SPACE, {
      question,
      vector: new Float32Array([1, 0]),
      entryId,
      expiresAtMs: Date.now() + FAR,
    });
    return {
      status: 'succeeded',
      result: resultOf(answer, tier),
      cacheEntry: { entryId, spaceId: SPACE.spaceId },
    };
  };
  const slots = { reserved: { high: 1, normal: 3, low: 3 }, shared: 0 };
  const workers = createLaneWorkers({ redisUrl, sealer, handler, slots, logger });
  await workers.start();
  return () => workers.drain(3_000);
}

function untilAborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason));
  return promise;
}

/** Some arrive, some wait for their next attempt. */
async function sendWebhooks({ redisUrl, sealer, stores }: Asking): Promise<void> {
  const { redis, deliveries } = stores;
  const fail = (error: unknown): never => {
    throw error;
  };
  const outbox = createOutbox({
    redis,
    deliveries,
    readQuery: createReadQuery({ redis, sealer }),
    toResource: (record) => toQueryResource(record, { place: null, publicUrl: null }),
    onError: fail,
  });
  await outbox.drain(100);
  const worker = createDeliveryWorker({
    redisUrl,
    sealer,
    handler: async ({ record }) =>
      record.url.endsWith('fresh')
        ? { outcome: 'delivered', httpStatus: 200 }
        : { outcome: 'retry', httpStatus: 500, error: 'not accepted' },
    mayReadResult: async () => true,
    observer: { deadLettered: () => undefined, endpointDisabled: () => undefined },
    onError: fail,
  });
  await worker.start();
  const all = { tenantId: TENANT, subjectId: null, status: null, limit: 100, startingAfter: null };
  await vi.waitUntil(async () => {
    const { records } = await deliveries.list(all, AbortSignal.timeout(5_000));
    return records.every(({ attempts }) => attempts.length > 0);
  });
  await worker.drain(3_000);
}

/** What a question leaves beside its record. */
async function leaveTraces({ sealer, stores }: Asking, principalId: string): Promise<void> {
  const { redis, cacheRedis, store, generations, deliveries } = stores;
  const canary = canaryOf(principalId);
  await createApiKeys({ redis, sealer, environment: 'test' }).create({
    tenantId: TENANT,
    principalId,
    role: 'user',
  });
  await createAuditPeople({ redis, sealer }).pseudonymOf(TENANT, principalId);
  const access = { tenantId: TENANT, readsAll: true, namespaces: [], department: null };
  const question = {
    text: `fresh ${canary}?`,
    namespaces: null,
    quality: 'standard',
    topK: 5,
    model: null,
  } as const;
  await createQuestionPopularity({ redis: cacheRedis, sealer, timeoutMs: 5_000 }).record({
    access,
    principalId,
    question,
  });
  for (const { embedder } of generations) {
    const { model, dimension } = embedder;
    // As the pipeline has it embedded.
    const key = { tenantId: TENANT, model, dimension, text: canonicalQuestion(question.text) };
    await createEmbeddingCache({ redis: cacheRedis, sealer }).store(key, new Float32Array(dimension));
  }
  const calls = createCallLedger({ redis });
  const account = { tenantId: TENANT, principalId, queryId: 'q', route: 'r' };
  const call = await calls.reserve({ account, model: 'm', usd: 0.002 });
  await call.settle({ inputUsd: 0.001, outputUsd: 0.001 });
  await calls.reserve({ account, model: 'm', usd: 0.004 });
  await createCostLedger({ redis }).settle({
    tenantId: TENANT,
    queryId: `q_booked-${principalId.length}`,
    principalId,
    atMs: Date.now(),
    model: 'm',
    route: 'r',
    embeddingUsd: 0.001,
    inputUsd: 0,
    outputUsd: 0,
    unsettledUsd: 0,
    vectorUsd: 0,
    totalUsd: 0.001,
    cacheHit: false,
    isWarming: false,
    savedUsd: 0,
  });
  // Its query was trimmed long ago.
  const subjectId = `q_old-${principalId.length}`;
  const deliveryId = `wh-${subjectId}-query-succeeded`;
  const delivery = {
    tenantId: TENANT,
    deliveryId,
    subjectId,
    principalId,
    keyId: null,
    url: 'https://hooks.example/old',
  };
  await deliveries.create(
    { ...delivery, event: 'query.succeeded' },
    Buffer.from(JSON.stringify({ data: { canary } })),
  );
  const documents = [{ title: 'Leave', content: 'Everybody has 27 days.' }];
  await store.acceptIngestion({ tenantId: TENANT, principalId, callbackUrl: null, documents });
}
