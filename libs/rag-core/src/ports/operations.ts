import type { TenantPrincipal } from '@ragfleet/kernel';
import type { AnswerResult } from './answers.ts';

/** The steps of a query, in order; each is a span of that name. */
export const STEPS = [
  'authorize',
  'sanitize',
  'pii',
  'degradation',
  'cache_exact',
  'embed',
  'cache_semantic',
  'search',
  'recheck',
  'context',
  'route',
  'generate',
  'filter',
  'build',
  'cache_store',
  'audit',
] as const;
export type Step = (typeof STEPS)[number];

/** Why an index should not have returned a passage: its tenant filter is broken, its labels lag, its housekeeping lags. */
export type ForeignPassageReason = 'other-tenant' | 'unreadable' | 'gone';

export interface Telemetry {
  /** Runs a step inside a span and records its duration. */
  span<T>(step: Step, run: () => Promise<T>): Promise<T>;
  /** Passages that an index returned to a tenant and that were not served. */
  foreignPassages(tenantId: string, count: number, reason: ForeignPassageReason): void;
}

export interface Logger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What makes two questions the same question for the cache. Nothing here names a user. */
export interface CacheScope {
  readonly tenantId: string;
  readonly question: string;
  readonly namespaces: readonly string[] | null;
  readonly quality: string;
  readonly model: string | null;
  readonly topK: number;
  readonly embeddingModel: string;
  readonly promptVersion: string;
  readonly historyDigest: string;
}

/** The caller's access and the corpus as they were when an entry was checked: a direct hit needs this very pair. */
export interface CacheStamp {
  readonly access: string;
  readonly changes: string;
}

export interface CachedAnswer {
  readonly result: AnswerResult;
  readonly storedAtMs: number;
  /** Passage ids and content hashes that were in the prompt. */
  readonly evidence: readonly { readonly passageId: string; readonly contentHash: string }[];
}

/** Fails open: an adapter answers null, or drops the write, when its store is away, and says so by `isAvailable`. */
export interface ExactAnswerCache {
  lookup(
    scope: CacheScope,
    stamp: CacheStamp,
    signal: AbortSignal,
  ): Promise<{ hit: CachedAnswer | null; isAvailable: boolean }>;
  /** Stores, or adds the stamp to the entry when its evidence is the same. */
  store(
    scope: CacheScope,
    stamp: CacheStamp,
    answer: CachedAnswer,
    ttlSeconds: number,
    signal: AbortSignal,
  ): Promise<boolean>;
}

/** Moves before a document or access change is acknowledged. */
export interface ChangeSequence {
  current(tenantId: string): Promise<string>;
  advance(tenantId: string, namespaces: readonly string[]): Promise<void>;
}

export interface CostRow {
  readonly tenantId: string;
  readonly queryId: string;
  readonly principalId: string;
  readonly atMs: number;
  readonly model: string;
  readonly embeddingUsd: number;
  readonly inputUsd: number;
  readonly outputUsd: number;
  readonly vectorUsd: number;
  readonly totalUsd: number;
  readonly cacheHit: boolean;
  /** What the same answer cost when it was generated; 0 on a miss. */
  readonly savedUsd: number;
}

export interface CostLedger {
  /** Idempotent by query id. */
  settle(row: CostRow): Promise<void>;
}

export const AUDIT_EVENT_TYPES = [
  'query',
  'retrieval',
  'generation',
  'cache_hit',
  'access_denied',
  'pii_detected',
  'error',
] as const;
export type AuditEventType = (typeof AUDIT_EVENT_TYPES)[number];

export interface AuditEvent {
  readonly type: AuditEventType;
  readonly principal: TenantPrincipal;
  readonly sessionId: string;
  /** Hashed under the tenant's key by the adapter; never written. */
  readonly question: string;
  readonly metadata: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

export interface AuditLog {
  record(event: AuditEvent): Promise<void>;
}
