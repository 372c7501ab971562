import type { AuditEventType, TenantPrincipal } from '@ragfleet/kernel';
import type { MeaningVerdict } from './question-judge.ts';

/** The steps of a query, in order; each is a span of that name. */
export const STEPS = [
  'authorize',
  'sanitize',
  'pii',
  'degradation',
  'rewrite',
  'cache_exact',
  'embed',
  'cache_semantic',
  'search',
  'recheck',
  'context',
  'judge',
  'route',
  'generate',
  'filter',
  'build',
  'cache_store',
  'audit',
] as const;
export type Step = (typeof STEPS)[number];

/** What a judge of near questions came to; `failed` when it was late or away. */
export type JudgeOutcome = MeaningVerdict | 'failed';

/** Why an index should not have returned a passage: its tenant filter is broken, its labels lag, its housekeeping lags. */
export type ForeignPassageReason = 'other-tenant' | 'unreadable' | 'gone';

/** Whether a cached entry was served, how it was checked, and why not. */
export interface CacheDecision {
  readonly tier: 'exact' | 'semantic' | 'flight' | 'retrieval';
  readonly outcome: 'direct' | 'revalidated' | 'refused';
  /** Of a refusal: `evidence`, `changes`, or the name of a veto. */
  readonly reason: string | null;
  /** What the answer cost when it was written; 0 when it was not served. */
  readonly savedUsd: number;
  readonly origin: 'query' | 'warming';
}

/** What a search reports of itself. */
export interface SearchTelemetry {
  /**
   * A step that has ended as a span of its name: from when to when, in monotonic milliseconds. With what it threw where it
   * ended badly.
   */
  span(step: Step, fromMs: number, toMs: number, failure?: { readonly error: unknown }): void;
  /** Passages that an index returned to a tenant and that were not served. */
  foreignPassages(tenantId: string, count: number, reason: ForeignPassageReason): void;
}

/** What a guard has met: in a question, in a passage of a prompt, or in what a model wrote. */
export type GuardHit =
  | 'injection-suspected'
  | 'injection-blocked'
  | 'suspicious-source'
  | 'canary-leaked'
  | 'output-filtered';

export interface Telemetry extends SearchTelemetry {
  /** Counted nowhere when left out. */
  guardHit?(tenantId: string, hit: GuardHit): void;
  /** What became of an entry that was found. */
  cacheDecision(tenantId: string, decision: CacheDecision): void;
  /** A model was asked whether two near questions mean the same. Counted nowhere when left out. */
  neighborJudged?(tenantId: string, outcome: JudgeOutcome): void;
}

export interface Logger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * A tenant's counters, by namespace for what its documents say and who may read them, and for what was evicted. Every
 * counter only grows, and none is repeated after a loss.
 */
export type ChangeCounters = Readonly<Record<string, string>>;

/** Moves before a document or access change is acknowledged. */
export interface ChangeSequence {
  current(tenantId: string): Promise<ChangeCounters>;
  advance(tenantId: string, namespaces: readonly string[]): Promise<void>;
  /** Makes every cached answer unreachable at once: of the tenant, or those that cite a namespace. */
  evict(tenantId: string, namespace: string | null): Promise<void>;
}

export interface CostRow {
  readonly tenantId: string;
  readonly queryId: string;
  readonly principalId: string;
  readonly atMs: number;
  readonly model: string;
  /** Why that model; `none` when none was called. */
  readonly route: string;
  readonly embeddingUsd: number;
  readonly inputUsd: number;
  readonly outputUsd: number;
  /** Of model calls that were cut: what was reserved for them. */
  readonly unsettledUsd: number;
  readonly vectorUsd: number;
  readonly totalUsd: number;
  readonly cacheHit: boolean;
  /** Asked by the fleet itself: its money counts, and it is nobody's question. */
  readonly isWarming: boolean;
  /** What the same answer cost when it was generated; 0 on a miss. */
  readonly savedUsd: number;
}

/** Counts queries, and books what is no model call: those are in the call ledger's book already. */
export interface CostLedger {
  /** Idempotent by query id. */
  settle(row: CostRow): Promise<void>;
}

export interface AuditEvent {
  readonly type: AuditEventType;
  readonly principal: Pick<TenantPrincipal, 'tenantId' | 'principalId'>;
  readonly sessionId: string;
  /** The person of the tenant to whom it was done; in the log under their pseudonym, as `subject` of the metadata. */
  readonly subjectId?: string;
  /** Hashed under the tenant's key by the adapter; never written. */
  readonly question: string;
  readonly metadata: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

export interface AuditLog {
  record(event: AuditEvent): Promise<void>;
}
