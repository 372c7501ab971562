import type { CallAccount } from './accounts.ts';
import { DEFAULT_GUARD_POLICY, type GuardPolicy } from './guard-policy.ts';
import type { JudgeQuestions } from './question-judge.ts';

/** Turns texts into unit vectors. Facts first, so that callers can pack requests. */
export interface Embedder {
  /** Names the vector space: vectors of two models never meet in one index. */
  readonly model: string;
  /** Whose account its calls are on; left out for a model without one. */
  readonly vendor?: string;
  readonly dimension: number;
  readonly maxTextsPerRequest: number;
  readonly maxTokensPerRequest: number;
  readonly maxTokensPerText: number;
  /** How much a dense score deserves beside a keyword score when both are fused, 0 to 1. */
  readonly fusionWeight: number;
  /** Cosine from which two questions may have one answer, before the vetoes. */
  readonly semanticThreshold: number;
  /** One vector per text, in order. `tokens` is what the provider bills; 0 for a local model. */
  embed(
    texts: readonly string[],
    purpose: 'query' | 'passage',
    signal: AbortSignal,
  ): Promise<{ vectors: Float32Array[]; tokens: number }>;
}

/** What names a question's vector: its whole text, never a part of it. */
export interface EmbeddingKey {
  readonly tenantId: string;
  readonly model: string;
  readonly dimension: number;
  readonly text: string;
}

/** Vectors of questions asked before. Fails open: a cache that is away knows nothing, keeps nothing, and says neither. */
export interface EmbeddingCache {
  lookup(key: EmbeddingKey, signal: AbortSignal): Promise<Float32Array | null>;
  store(key: EmbeddingKey, vector: Float32Array): Promise<void>;
}

/** What a reranker reads of a passage: the words, and the score that ranked it so far. */
export interface RerankPassage {
  readonly passageId: string;
  readonly title: string;
  readonly headings: readonly string[];
  readonly text: string;
  /** 0 to 1, comparable inside one search alone. */
  readonly score: number;
}

/** Orders a search's best passages again by reading them beside the question. */
export interface Reranker {
  readonly name: string;
  /** How many passages it is worth showing to it, and may be. */
  readonly maxPassages: number;
  /** Every passage once, best first, scores 0 to 1. */
  rerank(
    query: string,
    passages: readonly RerankPassage[],
    signal: AbortSignal,
  ): Promise<{ readonly passageId: string; readonly score: number }[]>;
}

/** A provider's slow and cheap way to embed: many texts in one batch, ready within a day. */
export interface BatchEmbedder {
  readonly model: string;
  readonly maxTextsPerBatch: number;
  readonly maxBytesPerBatch: number;
  /** Hands a batch over and returns its name with the provider. `key` names each text. */
  submit(
    texts: readonly { readonly key: string; readonly text: string }[],
    signal: AbortSignal,
  ): Promise<string>;
  collect(batchId: string, signal: AbortSignal): Promise<EmbeddingBatch>;
  /** Removes what the provider keeps of a batch: its texts and its vectors. When the vectors are stored. */
  discard(batchId: string, signal: AbortSignal): Promise<void>;
}

export type EmbeddingBatch =
  | { readonly status: 'waiting' }
  /** Some texts may have failed by themselves: those are not among the vectors. */
  | { readonly status: 'ready'; readonly vectors: ReadonlyMap<string, Float32Array>; readonly tokens: number }
  | { readonly status: 'failed'; readonly error: string };

export interface PromptPassage {
  /** 1-based, as the answer cites it. */
  readonly index: number;
  readonly title: string;
  readonly source: string | null;
  readonly text: string;
  /** True for what reads like orders to a model: a prompt shows it with marks between its words. */
  readonly isSuspicious?: boolean;
}

/** What a tenant wants of all its answers. It adds to the fleet's own instructions and never replaces them. */
export interface TenantInstructions {
  /** Written by the tenant's admin. */
  readonly text: string | null;
  /** BCP 47, such as `de`; null answers in the language of the question. */
  readonly language: string | null;
}

/** How a tenant's questions are answered. null leaves it to the fleet. */
export interface TenantAnswerSettings {
  /** The models that callers may name. */
  readonly allowedModels: readonly string[] | null;
  /** The models that are tried, best first. */
  readonly ladder: readonly string[] | null;
  readonly instructions: TenantInstructions;
  /** Keys of the tenant's own accounts, by vendor: its calls go there. */
  readonly ownKeys: Readonly<Record<string, string>>;
  readonly guards: GuardPolicy;
}

/** The settings of a tenant that has set none: everything is the fleet's own. */
export const NO_TENANT_SETTINGS: TenantAnswerSettings = {
  allowedModels: null,
  ladder: null,
  instructions: { text: null, language: null },
  ownKeys: {},
  guards: DEFAULT_GUARD_POLICY,
};

export interface AnswerRequest {
  readonly question: string;
  readonly history: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[];
  readonly passages: readonly PromptPassage[];
  readonly maxOutputTokens: number;
  /** None when left out. */
  readonly instructions?: TenantInstructions;
  /** Stands in the model's rules and in no answer: one that holds it gives the rules away. None when left out. */
  readonly canary?: string;
  /** Whose bill the call is on; nobody's when left out. */
  readonly account?: CallAccount;
  /** How long a model that refuses may keep its caller waiting before it is asked again; as it likes when left out. */
  readonly patienceMs?: number;
}

/** As the provider reports it, or counted where it reports none. */
export interface TokenUsage {
  /** All of them, the cached ones included. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Those of the input that the provider had kept, and charges less for. 0 when left out. */
  readonly cachedInputTokens?: number;
  /** Those of the input that the provider keeps from now on, and may charge more for. 0 when left out. */
  readonly cacheWriteTokens?: number;
}

/** A question that may only mean something after the turns before it: "and in 2024?". */
export interface FollowUp {
  readonly question: string;
  readonly history: AnswerRequest['history'];
  readonly account?: CallAccount;
}

/** Text as it is written, then exactly one `finish`. A stream that ends without `finish` has failed. */
export type AnswerDelta =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'finish';
      readonly reason: 'stop' | 'length' | 'refusal';
      readonly usage: TokenUsage;
      /** The vendor's own estimate that the passages answer the question, 0 to 1, when it has one. */
      readonly confidence?: number;
    };

export interface AnswerModel {
  readonly name: string;
  /** Whose account a call is on; left out for a model without one. */
  readonly vendor?: string;
  readonly contextWindowTokens: number;
  /** Answers cite passages as `[1]`, `[2]`. When nothing answers the question: the text NO_ANSWER_TEXT alone and reason `refusal`. */
  answer(request: AnswerRequest, signal: AbortSignal): AsyncIterable<AnswerDelta>;
  /** The same model on another account of its vendor. Cheap: make one for a call. */
  forKey?(apiKey: string): AnswerModel;
  /**
   * The question as it would be asked without the turns before it, in its own language; unchanged when it stands by
   * itself. Whatever the turns ask or order, nothing else is written. Left out where a model cannot.
   */
  rewriteFollowUp?(
    followUp: FollowUp,
    signal: AbortSignal,
  ): Promise<{ readonly question: string; readonly usage: TokenUsage }>;
  /** Left out where a model cannot. */
  judgeQuestions?: JudgeQuestions;
}

/** What an answer model says when the passages do not answer the question. */
export const NO_ANSWER_TEXT = 'The documents do not answer this question.';
