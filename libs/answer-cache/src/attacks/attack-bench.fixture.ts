import { randomBytes } from 'node:crypto';
import { Fault, permissionsOf, type TenantPrincipal } from '@ragfleet/kernel';
import {
  type AnswerCachePorts,
  type AnswerEntries,
  type AnswerModel,
  type AnswerPorts,
  type AnswerResult,
  type CacheEntryName,
  type ChangeCounters,
  createAnswerQuestion,
  type Question,
} from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import { createSealer, type Sealer } from '@ragfleet/sealing';
import { createAnswerEntries } from '../entries/answer-entries.ts';
import type { ReadSource } from '../entries/read-entries.ts';
import { createSingleFlight } from '../flight/single-flight.ts';
import type { RunningKeyTracking } from '../near/key-tracking.ts';
import { createScanIndex } from '../semantic/scan/create-scan-index.ts';
import { passage, portsOver, type StoredPassage } from './attack-documents.fixture.ts';

/** Somebody who asks, and what is different about the question or the fleet that answers it. */
export interface Asking {
  readonly principal?: Partial<TenantPrincipal>;
  readonly question?: Partial<Question>;
  readonly ports?: Partial<AnswerPorts>;
  readonly region?: string;
  readonly cache?: (ports: AnswerCachePorts) => Partial<AnswerCachePorts>;
  /** Puts something around the ports, last of all. */
  readonly around?: (ports: AnswerPorts) => AnswerPorts;
  /** Called when the model has been asked and has not answered. */
  readonly meanwhile?: () => Promise<void>;
}

export interface Answered {
  readonly result: AnswerResult;
  readonly entry: CacheEntryName | null;
  /** True when a model wrote the answer for this question and this asker. */
  readonly isFresh: boolean;
}

/** The real pipeline over the real cache adapter, with documents in memory. Two tenants; nobody else uses them. */
export interface AttackBench {
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly entries: AnswerEntries;
  readonly tenant: string;
  readonly other: string;
  readonly documents: StoredPassage[];
  readonly counters: Map<string, ChangeCounters>;
  /** Moves counters of a tenant, as a change does before it is acknowledged. */
  advance(tenantId: string, ...names: readonly string[]): void;
  /** Throws the fault of a question that failed. */
  ask(asking?: Asking): Promise<Answered>;
}

export const QUESTION = 'How many days of leave do we have?';

let tenants = 0;

/** What the fleet's worker holds in its memory. */
export interface NearMemory {
  readonly tracking: RunningKeyTracking;
  readonly onRead: (source: ReadSource) => void;
}

export function createAttackBench(redis: Redis, near?: NearMemory): AttackBench {
  tenants += 1;
  const [tenant, other] = [`acme-${tenants}`, `globex-${tenants}`];
  const sealer = createSealer(randomBytes(32).toString('base64'));
  const entries = createAnswerEntries({ redis, sealer, ...near });
  const semantic = createScanIndex({ redis });
  const flights = createSingleFlight({ redis, wake: async () => 0, timeoutMs: 5_000 });
  const documents = [tenant, other].flatMap((name) => [
    passage(name, 'leave'),
    passage(name, 'portal', { text: 'Leave days are booked in the portal.' }),
    passage(name, 'board', {
      namespace: 'hr',
      department: 'legal',
      text: 'How many days of leave the board has: 40, we have.',
    }),
  ]);
  const counters = new Map<string, ChangeCounters>();
  const written = { count: 0 };

  const ask: AttackBench['ask'] = async ({
    principal,
    question,
    ports,
    region,
    cache,
    around,
    meanwhile,
  } = {}) => {
    const who = principalOf(tenant, principal);
    const from = written.count;
    const own: AnswerCachePorts = { entries, semantic, flights };
    const model = modelNamed('local-model', written, { tenantId: who.tenantId, meanwhile });
    const asked = questionOf(who, counters.get(who.tenantId) ?? {}, question);
    const fleet: AnswerPorts = {
      ...portsOver(documents, region ?? 'us'),
      models: {
        standard: model,
        premium: model,
        fallbacks: [modelNamed('local-other', written, { tenantId: who.tenantId })],
      },
      changes: { current: async (tenantId) => counters.get(tenantId) ?? {} },
      cache: { ...own, ...cache?.(own) },
      ...ports,
    };
    const answer = createAnswerQuestion(around?.(fleet) ?? fleet);
    const listener = { signal: new AbortController().signal, emit: () => undefined };
    const outcome = await answer(asked, listener);
    if (outcome.status === 'failed') throw outcome.fault;
    if (outcome.status === 'waiting') throw new Fault('unavailable', 'waiting');
    const { result, cacheEntry } = outcome;
    const number = Number(/ (\d+) /.exec(result.answer)?.[1] ?? Number.NaN);
    return { result, entry: cacheEntry, isFresh: number >= from && number < written.count };
  };

  return {
    redis,
    sealer,
    entries,
    tenant,
    other,
    documents,
    counters,
    advance: (tenantId, ...names) => {
      const before = counters.get(tenantId) ?? {};
      const moved = names.map((name) => [name, `${Number(before[name] ?? 0) + 1}`] as const);
      counters.set(tenantId, { ...before, ...Object.fromEntries(moved) });
    },
    ask,
  };
}

function principalOf(tenantId: string, changes: Partial<TenantPrincipal> = {}): TenantPrincipal {
  const role = changes.role ?? 'user';
  return {
    kind: 'tenant',
    tenantId,
    principalId: 'ada',
    keyId: 'key-1',
    role,
    permissions: permissionsOf(role),
    namespaces: ['default'],
    department: null,
    lanes: ['high', 'normal', 'low'],
    ...changes,
  };
}

const questionOf = (
  principal: TenantPrincipal,
  changes: ChangeCounters,
  more: Partial<Question> = {},
): Question => ({
  queryId: `q-${randomBytes(6).toString('hex')}`,
  principal,
  text: QUESTION,
  history: [],
  namespaces: null,
  quality: 'standard',
  topK: 2,
  model: null,
  sessionId: 's-1',
  cache: { mode: 'default', ttlSeconds: 600, semanticThreshold: null },
  changes,
  lane: 'normal',
  timesWaited: 0,
  mayWait: true,
  isWarming: false,
  ...more,
});

interface Writing {
  readonly tenantId: string;
  readonly meanwhile?: (() => Promise<void>) | undefined;
}

/** Names the tenant and counts: an answer that is somebody else's is seen at once. */
const modelNamed = (
  name: string,
  written: { count: number },
  { tenantId, meanwhile }: Writing,
): AnswerModel => ({
  name,
  contextWindowTokens: 128_000,
  async *answer({ passages }) {
    const number = written.count;
    written.count += 1;
    await meanwhile?.();
    const markers = passages.map(({ index }) => `[${index}]`).join(' ');
    yield { type: 'text', text: `Answer ${number} of ${tenantId} ${markers}` };
    yield { type: 'finish', reason: 'stop', usage: { inputTokens: 10, outputTokens: 10 } };
  },
});
