export type AuditEventType =
  | 'query'
  | 'retrieval'
  | 'generation'
  | 'cache_hit'
  | 'access_denied'
  | 'pii_detected'
  | 'error'
  | 'operator_action';

/** One event, without a word of a question or an answer. */
export interface AuditEvent {
  readonly event_id: string;
  readonly event_type: AuditEventType;
  readonly timestamp: string;
  readonly tenant: string;
  /** `erased:…` when that person's data was erased. */
  readonly user_id: string;
  readonly session_id: string;
  /** Keyed by tenant: the same for the same question. */
  readonly query_hash: string;
  readonly metadata: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

export interface AuditFilter {
  readonly user_id?: string;
  readonly type?: AuditEventType | readonly AuditEventType[];
  /** ISO times, both included. */
  readonly from?: string;
  readonly to?: string;
  /** 50 when left out, 500 at most. */
  readonly limit?: number;
  /** The id of an event: older ones alone. */
  readonly starting_after?: string;
}

/** `machine` when other machines keep lines of their own. */
export type AuditCoverage = 'fleet' | 'machine';

export interface AuditEvents {
  readonly data: readonly AuditEvent[];
  readonly has_more: boolean;
  readonly covers: AuditCoverage;
}

export interface AuditVerification {
  readonly valid: boolean;
  /** The caller's own; every chain was walked. */
  readonly events: number;
  readonly broken_at: string | null;
  readonly torn_at: readonly string[];
  readonly covers: AuditCoverage;
}
