import { canRead, Fault, permissionsOf, systemClock, type TenantPrincipal } from '@ragfleet/kernel';
import type {
  AnswerEvent,
  AnswerOutcome,
  AnswerResult,
  DegradationLevel,
  Question,
} from '../ports/answers.ts';
import type { AnswerDelta, AnswerModel, AnswerRequest, Embedder } from '../ports/models.ts';
import type { AnswerEntries, CacheEntry, RetrievalEntry } from '../ports/answer-cache.ts';
import type { AuditEvent, CacheDecision, ChangeCounters } from '../ports/operations.ts';
import type { Passage, PassageCandidate, SearchScope, VectorIndex } from '../ports/passages.ts';
import {
  type AnswerCachePorts,
  type AnswerModels,
  type AnswerPorts,
  type AnswerSettings,
  DEFAULT_ANSWER_SETTINGS,
} from './answer-ports.ts';
import { createAnswerQuestion } from './answer-question.ts';

export type StoredPassage = Passage & { readonly tenantId: string };

export function passage(id: string, text: string, labels: Partial<StoredPassage> = {}): StoredPassage {
  return {
    tenantId: 'acme',
    passageId: id,
    documentId: `doc-${id}`,
    namespace: 'default',
    department: null,
    title: `Title ${id}`,
    source: null,
    headings: [],
    ordinal: 0,
    text,
    contentHash: `hash-${id}`,
    ...labels,
  };
}

export function principal(changes: Partial<TenantPrincipal> = {}): TenantPrincipal {
  const role = changes.role ?? 'user';
  return {
    kind: 'tenant',
    tenantId: 'acme',
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

export function question(text: string, changes: Partial<Question> = {}): Question {
  return {
    queryId: 'q_1',
    principal: principal(),
    text,
    history: [],
    namespaces: null,
    quality: 'standard',
    topK: 5,
    model: null,
    sessionId: 's_1',
    cache: { mode: 'default', ttlSeconds: 60, semanticThreshold: null },
    changes: { default: '1' },
    lane: 'normal',
    timesWaited: 0,
    mayWait: true,
    isWarming: false,
    ...changes,
  };
}

type Script = (request: AnswerRequest) => Iterable<AnswerDelta>;

/** Says the given pieces and finishes. */
export const says =
  (...pieces: readonly string[]): (() => AnswerDelta[]) =>
  () => [
    ...pieces.map((text) => ({ type: 'text', text }) as const),
    { type: 'finish', reason: 'stop', usage: { inputTokens: 100, outputTokens: 10 } },
  ];

export const failsAfter = (...pieces: readonly string[]): Script =>
  function* fail() {
    for (const text of pieces) yield { type: 'text', text };
    throw new Fault('unavailable', 'The model is away.');
  };

export interface ScriptedModel extends AnswerModel {
  readonly requests: AnswerRequest[];
}

export function scriptedModel(name: string, script: Script): ScriptedModel {
  const requests: AnswerRequest[] = [];
  return {
    name,
    contextWindowTokens: 128_000,
    requests,
    async *answer(request, signal) {
      requests.push(request);
      for (const delta of script(request)) {
        signal.throwIfAborted();
        yield delta;
      }
    },
  };
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/\p{L}+/gu) ?? [];

function overlap(stored: readonly StoredPassage[], scope: SearchScope, query: string): PassageCandidate[] {
  const wanted = new Set(wordsOf(query));
  return stored
    .filter((one) => canRead(scope.access, one) && (scope.namespaces?.includes(one.namespace) ?? true))
    .map((one) => ({
      passageId: one.passageId,
      score: wordsOf(one.text).filter((word) => wanted.has(word)).length,
    }))
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score);
}

export interface MemoryCache extends AnswerCachePorts {
  readonly kept: Map<string, CacheEntry>;
  readonly retrievals: Map<string, RetrievalEntry>;
}

/** Entries by tenant and id; the clock of the test is the real one, so nothing expires by itself. */
export function memoryCache(): MemoryCache {
  const kept = new Map<string, CacheEntry>();
  const retrievals = new Map<string, RetrievalEntry>();
  const nameOf = (tenantId: string, id: string): string => JSON.stringify([tenantId, id]);
  const entries: AnswerEntries = {
    idOf: (_tenantId, text) => text,
    read: async (tenantId, ids) => ids.map((id) => kept.get(nameOf(tenantId, id)) ?? null),
    write: async (tenantId, id, entry) => void kept.set(nameOf(tenantId, id), entry),
    replace: async (tenantId, id, entry) => {
      if (!kept.has(nameOf(tenantId, id))) return false;
      kept.set(nameOf(tenantId, id), entry);
      return true;
    },
    remove: async (tenantId, ids) => ids.filter((id) => kept.delete(nameOf(tenantId, id))).length,
    readRetrieval: async (tenantId, id) => retrievals.get(nameOf(tenantId, id)) ?? null,
    writeRetrieval: async (tenantId, id, entry) => void retrievals.set(nameOf(tenantId, id), entry),
  };
  return { kept, retrievals, entries, semantic: null, flights: null };
}

export interface Bench {
  readonly spans: string[];
  readonly audited: AuditEvent[];
  readonly events: AnswerEvent[];
  readonly refused: number[];
  readonly cache: MemoryCache;
  readonly decisions: CacheDecision[];
  changes: ChangeCounters;
  level: DegradationLevel;
  readonly ports: AnswerPorts;
  ask(asked: Question, signal?: AbortSignal): Promise<AnswerOutcome>;
  /** The result of a question that must succeed. */
  result(asked: Question): Promise<AnswerResult>;
}

const embedder: Embedder = {
  model: 'local-embedder',
  dimension: 2,
  maxTextsPerRequest: 8,
  maxTokensPerRequest: 8_000,
  maxTokensPerText: 8_000,
  fusionWeight: 0.5,
  semanticThreshold: 0.95,
  embed: async (texts) => ({ vectors: texts.map(() => new Float32Array(2)), tokens: 0 }),
};

const emptyVectorIndex: VectorIndex = {
  name: 'memory',
  searchDense: async () => [],
  upsert: async () => undefined,
  existing: async () => new Set<string>(),
  removePassages: async () => undefined,
  removeDocument: async () => undefined,
  relabelDocument: async () => undefined,
};

type Heard = Omit<Bench, 'ports' | 'ask' | 'result'>;

/** Ports that write down what they hear. */
/** Nothing is late for want of a processor: what is late here, a test has made so. */
export const PATIENT_SETTINGS: AnswerSettings = {
  ...DEFAULT_ANSWER_SETTINGS,
  cache: { ...DEFAULT_ANSWER_SETTINGS.cache, budgetMs: 10_000 },
};

function portsFor(stored: readonly StoredPassage[], at: Heard): AnswerPorts {
  const model = scriptedModel('local-model', says('You have 25 days of leave [1].'));
  const readable = (scope: SearchScope, id: string): StoredPassage[] =>
    stored.filter((one) => one.passageId === id && canRead(scope.access, one));
  return {
    embedder,
    vectorIndex: emptyVectorIndex,
    keywordIndex: {
      searchKeyword: async (scope, query, limit) => overlap(stored, scope, query).slice(0, limit),
    },
    passageReader: { readCurrent: async (scope, ids) => ids.flatMap((id) => readable(scope, id)) },
    models: { standard: model, premium: model, fallbacks: [] },
    cache: at.cache,
    changes: { current: async () => at.changes },
    audit: { record: async (event) => void at.audited.push(event) },
    telemetry: {
      span: (step) => void at.spans.push(step),
      foreignPassages: (_, count) => void at.refused.push(count),
      cacheDecision: (_, decision) => void at.decisions.push(decision),
    },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    clock: systemClock,
    degradationLevel: async () => ({
      level: at.level,
      reasons: at.level === 'full' ? [] : ['set-by-operator'],
    }),
    settings: PATIENT_SETTINGS,
  };
}

/** The pipeline on ports in memory. `overrides` replaces any of them. */
export function bench(stored: readonly StoredPassage[], overrides: Partial<AnswerPorts> = {}): Bench {
  const heard: Heard = {
    spans: [],
    audited: [],
    events: [],
    refused: [],
    cache: memoryCache(),
    decisions: [],
    changes: { default: '1' },
    level: 'full',
  };
  const ports = { ...portsFor(stored, heard), ...overrides };
  const ask: Bench['ask'] = (asked, signal = new AbortController().signal) =>
    createAnswerQuestion(ports)(asked, { signal, emit: (event) => void heard.events.push(event) });
  return Object.assign(heard, {
    ports,
    ask,
    result: async (asked: Question) => {
      const outcome = await ask(asked);
      if (outcome.status === 'failed') throw outcome.fault;
      if (outcome.status === 'waiting') throw new Error('The question waits for an equal one.');
      return outcome.result;
    },
  });
}

/** What a listener sees in the end: the text since the last reset, of the run that it names. */
export function textHeard(events: readonly AnswerEvent[]): string {
  const from = events.findLastIndex((event) => event.type === 'reset');
  const reset = events[from];
  const run = reset?.type === 'reset' ? reset.run : 1;
  return events
    .slice(from + 1)
    .map((event) => (event.type === 'token' && event.run === run ? event.text : ''))
    .join('');
}

/** A ladder: the first model is routed to, the others follow it. */
export function ladder(first: ScriptedModel, ...fallbacks: readonly ScriptedModel[]): AnswerModels {
  return { standard: first, premium: first, fallbacks };
}

export const LEAVE = passage('leave', 'Everyone has 25 days of leave.\nLeave is booked in the portal.');
export const ASKED = question('How many days of leave do I have?');
