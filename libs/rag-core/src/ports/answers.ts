import type { Fault, Lane, TenantPrincipal } from '@ragfleet/kernel';
import type { TenantAnswerSettings } from './models.ts';
import type { ChangeCounters } from './operations.ts';

export type Quality = 'basic' | 'standard' | 'high';
export type CacheMode = 'default' | 'bypass' | 'refresh' | 'only';
export type DegradationLevel = 'full' | 'reduced' | 'minimal' | 'maintenance';

/** One accepted question, with the caller's access as it is when the worker picks it up. */
export interface Question {
  readonly queryId: string;
  readonly principal: TenantPrincipal;
  readonly text: string;
  readonly history: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[];
  readonly namespaces: readonly string[] | null;
  readonly quality: Quality;
  readonly topK: number;
  readonly model: string | null;
  readonly sessionId: string;
  readonly cache: {
    readonly mode: CacheMode;
    readonly ttlSeconds: number;
    /** Cosine from which a neighbor may answer; null takes the embedder's own. */
    readonly semanticThreshold: number | null;
  };
  /** The tenant's change counters when the question was picked up. */
  readonly changes: ChangeCounters;
  readonly lane: Lane;
  /** How often it has waited for the answer of an equal question. */
  readonly timesWaited: number;
  /** Whether there is time and patience left to wait for one; otherwise it is answered alone. */
  readonly mayWait: boolean;
  /** Asked by the fleet itself, to have an answer ready. */
  readonly isWarming: boolean;
  /** The fleet's own when left out. */
  readonly tenantSettings?: TenantAnswerSettings;
  /** Models of another region than the fleet's may answer when its own fail; never when left out. */
  readonly allowsCrossRegionFallback?: boolean;
  /** When nobody waits for the answer any more; left out where somebody always does. */
  readonly deadlineAtMs?: number;
}

export interface Citation {
  readonly index: number;
  readonly documentId: string;
  readonly passageId: string;
  readonly title: string;
  readonly source: string | null;
  readonly namespace: string;
  readonly quote: string;
}

/** What the pipeline found. Money in US dollars, durations in milliseconds. */
export interface AnswerResult {
  readonly answer: string;
  readonly citations: readonly Citation[];
  readonly model: string | null;
  readonly confidence: number;
  readonly usage: {
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly embeddingTokens: number;
  };
  readonly costUsd: number;
  readonly cache: {
    readonly status: 'hit' | 'miss' | 'bypass' | 'coalesced';
    readonly tier: 'exact' | 'semantic' | null;
    readonly similarity: number | null;
    readonly ageSeconds: number | null;
    readonly retrieval: 'hit' | 'miss';
  };
  readonly degradation: { readonly level: DegradationLevel; readonly reasons: readonly string[] };
  readonly warnings: readonly string[];
  readonly timingsMs: {
    readonly guard: number;
    readonly cache: number;
    readonly embed: number;
    readonly search: number;
    readonly fetch: number;
    readonly generate: number;
    readonly total: number;
  };
}

/** A run that came to its end. */
export type EndedAnswer = Exclude<AnswerOutcome, { status: 'waiting' }>;

/** What became of the entries that were found. */
export interface CacheUse {
  /** null when there were none. */
  readonly check: 'direct' | 'revalidated' | 'refused' | null;
  /** Who had the served answer written; null when none was served. */
  readonly origin: 'query' | 'warming' | null;
}

/** Names a cache entry of the tenant, without its content. */
export interface CacheEntryName {
  readonly entryId: string;
  readonly spaceId: string;
}

/** What a listener hears while an answer is written. `reset` discards the text so far. */
export type AnswerEvent =
  | { readonly type: 'token'; readonly text: string; readonly run: number }
  | { readonly type: 'reset'; readonly run: number; readonly reason: string }
  | { readonly type: 'citation'; readonly citation: Citation };

/** What an answer cost, in US dollars; the parts sum to the total. For the ledger. */
export interface AnswerCost {
  readonly inputUsd: number;
  readonly outputUsd: number;
  /** Model calls that were cut, at what was reserved for them. */
  readonly unsettledUsd: number;
  readonly embeddingUsd: number;
  readonly vectorUsd: number;
  readonly totalUsd: number;
  /** What a cached answer cost when it was written; 0 when it was written now. */
  readonly savedUsd: number;
  /** Why its model was called; `none` when none was. */
  readonly route: string;
}

export type AnswerOutcome =
  | {
      readonly status: 'succeeded';
      readonly result: AnswerResult;
      readonly cost: AnswerCost;
      /** The cache entry that it was served from or written to, so that a bad rating can evict it. */
      readonly cacheEntry: CacheEntryName | null;
      readonly cacheUse: CacheUse;
    }
  /** An equal question is being answered. The slot goes back; ask again when woken, or after this time. */
  | { readonly status: 'waiting'; readonly retryInMs: number }
  /** `maskedQuestion` replaces the stored question when it held personal data that may not be kept. */
  | {
      readonly status: 'failed';
      readonly fault: Fault;
      readonly maskedQuestion?: string;
      /** The level at which a cache was asked in vain. */
      readonly level?: DegradationLevel;
      /** What it had cost by then; left out where nothing had begun. */
      readonly cost?: AnswerCost;
    };
