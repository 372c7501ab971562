import { permissionsOf, type TenantPrincipal } from '@ragfleet/kernel';
import {
  type AnswerModel,
  type AnswerPorts,
  type CacheDecision,
  createAnswerQuestion,
  DEFAULT_ANSWER_SETTINGS,
  type Question,
  FULL_SERVICE,
  judgeComplexity,
} from '@ragfleet/rag-core';
import { canonicalQuestion } from '@ragfleet/question-meaning';
import { createInMemorySemanticIndex } from '@ragfleet/test-support';
import { JUDGE, MODEL, PRICES, queryUsd, SMALL_MODEL, TOKENS } from '../prices.ts';
import type { Served, SpendSide } from '../sides/spend-side.ts';
import { createConceptEmbedder } from '../workload/concept-embedder.ts';
import type { AskedInWorkload } from '../workload/generate-workload.ts';
import type { QuestionFamily } from '../workload/question-family.ts';
import { createJudgeDouble, type JudgeError } from './judge-double.ts';
import { createMemoryEntries } from './memory-entries.ts';
import { createWorkloadCorpus } from './workload-corpus.ts';

/** What the product did with a question, and which models wrote for it: its own answer, and entries ahead of their end. */
export interface ProductServed extends Served {
  readonly writtenBy: readonly string[];
}

export interface ProductSide extends SpendSide {
  serve(asked: AskedInWorkload): Promise<ProductServed>;
  /** What became of the entries that were found, by tier, outcome and reason. */
  readonly decisions: ReadonlyMap<string, number>;
  /** How often the judge was asked, by what it said. */
  readonly judgments: ReadonlyMap<string, number>;
}

export interface ProductSideOptions {
  readonly families: readonly QuestionFamily[];
  readonly semanticThreshold: number;
  /** The questions come evenly over one day. */
  readonly questions: number;
  /** Who is asked where words alone keep two questions apart; nobody when left out. */
  readonly judge?: JudgeError;
  /** What is on beside the cache, and whether that is; the cache alone when left out. */
  readonly levers?: SpendLevers;
}

/** What may make a question cheaper. */
export interface SpendLevers {
  readonly isCacheOn: boolean;
  /** Simple questions go to the smaller model, as the product's own tables judge them. */
  readonly isRoutingOn: boolean;
}

const CACHE_ALONE: SpendLevers = { isCacheOn: true, isRoutingOn: false };

const DAY_MS = 86_400_000;
const STARTED_AT_MS = Date.UTC(2026, 0, 5);
const MAX_ENTRIES = 100_000;
/** Its clock stands still within a question, and a busy machine must not turn a hit into a miss. */
const CACHE_BUDGET_MS = 60_000;
const JUDGE_BUDGET_MS = 60_000;
/** Of the judge's errors. */
const SEED = 7;

const NAMESPACES: Readonly<Record<string, readonly string[]>> = {
  everyone: ['default'],
  finance: ['default', 'finance'],
  managers: ['default', 'management'],
};

/** The product's own pipeline on ports in memory, with models that cost what the cost model says. */
export function createProductSide(options: ProductSideOptions): ProductSide {
  const decisions = new Map<string, number>();
  const judgments = new Map<string, number>();
  const labels: string[] = [];
  const meanings = new Map<string, string>();
  const day = {
    nowMs: STARTED_AT_MS,
    asked: null as AskedInWorkload | null,
    writtenBy: [] as string[],
    refreshedBy: [] as string[],
  };
  const levers = options.levers ?? CACHE_ALONE;
  const modelOf = (name: string): AnswerModel =>
    createLabelingModel(name, labels, () => {
      day.writtenBy.push(name);
      return day.asked;
    });
  const answerQuestion = createAnswerQuestion(
    portsOf(options, {
      models: {
        standard: modelOf(levers.isRoutingOn ? SMALL_MODEL : MODEL),
        premium: modelOf(MODEL),
        fallbacks: [],
      },
      nowMs: () => day.nowMs,
      onDecision: ({ tier, outcome, reason }) => {
        const name = [tier, outcome, reason ?? ''].join(' ').trim();
        decisions.set(name, (decisions.get(name) ?? 0) + 1);
      },
      onJudged: (outcome) => void judgments.set(outcome, (judgments.get(outcome) ?? 0) + 1),
      labelOf: (tenantId, question) => meanings.get(`${tenantId} ${question}`),
      onRefresh: (question) => void day.refreshedBy.push(modelFor(question, levers)),
    }),
  );
  let count = 0;
  return {
    decisions,
    judgments,
    serve: async (asked) => {
      meanings.set(`${asked.tenant} ${canonicalQuestion(asked.text)}`, asked.label);
      Object.assign(day, {
        asked,
        writtenBy: [],
        refreshedBy: [],
        nowMs: STARTED_AT_MS + (count / options.questions) * DAY_MS,
      });
      count += 1;
      const listener = { signal: new AbortController().signal, emit: () => undefined };
      const outcome = await answerQuestion(questionOf(asked, count, levers), listener);
      if (outcome.status !== 'succeeded') throw new Error(`Not answered: ${asked.text}`);
      const { answer, cache } = outcome.result;
      return {
        label: labels[Number(/Answer (\d+)/.exec(answer)?.[1])] ?? answer,
        isHit: cache.status === 'hit',
        // An entry that is written anew ahead of its end costs like any other answer.
        usd: day.refreshedBy.reduce((usd, model) => usd + queryUsd(model), outcome.cost.totalUsd),
        writtenBy: [...day.writtenBy, ...day.refreshedBy],
      };
    },
  };
}

interface Hooks {
  readonly models: AnswerPorts['models'];
  readonly nowMs: () => number;
  readonly onDecision: (decision: CacheDecision) => void;
  readonly onJudged: (outcome: string) => void;
  readonly labelOf: (tenantId: string, question: string) => string | undefined;
  readonly onRefresh: (question: string) => void;
}

function portsOf({ families, semanticThreshold, judge }: ProductSideOptions, hooks: Hooks): AnswerPorts {
  const { models, nowMs, labelOf } = hooks;
  const others = judge === undefined ? [] : [createJudgeDouble({ error: judge, seed: SEED, labelOf })];
  return {
    ...createWorkloadCorpus(families),
    embedder: createConceptEmbedder({ semanticThreshold, tokensPerQuestion: TOKENS.question }),
    models: { ...models, others },
    cache: {
      entries: createMemoryEntries(),
      semantic: createInMemorySemanticIndex({ maxEntriesPerSpace: MAX_ENTRIES, nowMs }),
      flights: null,
      refreshes: { request: async ({ question }) => hooks.onRefresh(question.text) },
    },
    changes: { current: async () => ({}) },
    audit: { record: async () => undefined },
    telemetry: {
      span: () => undefined,
      foreignPassages: () => undefined,
      cacheDecision: (_tenantId, decision) => hooks.onDecision(decision),
      neighborJudged: (_tenantId, outcome) => hooks.onJudged(outcome),
    },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    clock: { nowMs, monotonicMs: () => 0 },
    random: () => 0.5,
    degradationLevel: async () => FULL_SERVICE,
    settings: {
      ...DEFAULT_ANSWER_SETTINGS,
      prices: PRICES,
      cache: {
        ...DEFAULT_ANSWER_SETTINGS.cache,
        budgetMs: CACHE_BUDGET_MS,
        judge: judge === undefined ? null : { model: JUDGE.model, budgetMs: JUDGE_BUDGET_MS },
      },
    },
  };
}

/** Answers with the name of what was meant, from the first passage, at the cost model's number of tokens. */
function createLabelingModel(
  name: string,
  labels: string[],
  onCalled: () => AskedInWorkload | null,
): AnswerModel {
  return {
    name,
    contextWindowTokens: 128_000,
    async *answer() {
      const at = labels.push(onCalled()?.label ?? '') - 1;
      yield { type: 'text', text: `Answer ${at} [1].` };
      const usage = { inputTokens: TOKENS.question + TOKENS.context, outputTokens: TOKENS.answer };
      yield { type: 'finish', reason: 'stop', usage };
    },
  };
}

/** Of a question whose answer is written anew. */
const modelFor = (question: string, { isRoutingOn }: SpendLevers): string =>
  isRoutingOn && judgeComplexity(question) === 'simple' ? SMALL_MODEL : MODEL;

function questionOf(
  { tenant, group, text }: AskedInWorkload,
  at: number,
  { isCacheOn }: SpendLevers,
): Question {
  return {
    queryId: `q_${at}`,
    principal: principalOf(tenant, group),
    text,
    history: [],
    namespaces: null,
    quality: 'standard',
    topK: 5,
    model: null,
    sessionId: 'bench',
    cache: { mode: isCacheOn ? 'default' : 'bypass', ttlSeconds: DAY_MS / 1_000, semanticThreshold: null },
    changes: {},
    lane: 'normal',
    timesWaited: 0,
    mayWait: false,
    isWarming: false,
  };
}

const principalOf = (tenantId: string, group: string): TenantPrincipal => ({
  kind: 'tenant',
  tenantId,
  principalId: group,
  keyId: group,
  role: 'user',
  permissions: permissionsOf('user'),
  namespaces: NAMESPACES[group] ?? [],
  department: null,
  lanes: ['normal'],
});
