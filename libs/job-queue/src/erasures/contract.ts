import type { ErasureCount } from '@ragfleet/contracts';
import type { QueryRecord } from '../queries/contract.ts';

/** Whose data goes, or what document's words go from finished results. */
export interface ErasureSubject {
  readonly kind: 'user' | 'document';
  readonly id: string;
}

/** How much of each kind was found; what is not named was not there. */
export type ErasureCounts = Readonly<Partial<Record<ErasureCount, number>>>;

export interface Erasure {
  readonly tenantId: string;
  readonly erasureId: string;
  readonly subject: ErasureSubject;
  readonly status: 'running' | 'finished';
  readonly createdAtMs: number;
  /** When it was asked for last: what was written before that is gone when it has finished. */
  readonly askedAtMs: number;
  readonly finishedAtMs: number | null;
  readonly counts: ErasureCounts;
}

/** The erasures of the fleet, which outlive whoever works on them. Faults: unavailable. */
export interface Erasures {
  /** The name of an erasure, which says nothing of its subject. */
  idOf(tenantId: string, subject: ErasureSubject): string;
  /** Under the same id each time: one that runs goes on, and looks again at what came since; one that has finished begins anew. Fault `rate-limited` when too many of the tenant run. */
  begin(tenantId: string, subject: ErasureSubject): Promise<Erasure>;
  /** Kept for 30 days after its end. */
  get(tenantId: string, erasureId: string): Promise<Erasure | null>;
  /** One whose turn has come, for the caller alone during `holdMs`; null when there is none. */
  claim(holdMs: number): Promise<Erasure | null>;
  /** Adds to what was found. */
  count(erasure: Erasure, counts: ErasureCounts): Promise<void>;
  /** False, and it goes on, when it was asked for again meanwhile. */
  finish(erasure: Erasure): Promise<boolean>;
  /** It goes on after this time. */
  postpone(erasure: Erasure, delayMs: number): Promise<void>;
}

export interface ErasePerson {
  readonly tenantId: string;
  readonly principalId: string;
  /** With queries of the person that are about to go, for what only they name. It is asked again when what follows fails. */
  readonly beforeQueries: (records: readonly QueryRecord[]) => Promise<void>;
  readonly signal: AbortSignal;
}

export interface PurgeDocument {
  readonly tenantId: string;
  readonly documentId: string;
  readonly signal: AbortSignal;
}
