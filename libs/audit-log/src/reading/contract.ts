import type { AuditEventType } from '@ragfleet/kernel';
import type { AuditLine } from '../audit-line.ts';

export interface AuditQuery {
  readonly tenantId: string;
  /** Pseudonyms, one of which is in `user_id`. */
  readonly userIds?: readonly string[];
  readonly types?: readonly AuditEventType[];
  /** ISO 8601 in UTC, both included. */
  readonly from?: string;
  readonly to?: string;
  /** The id of an event: older ones alone. */
  readonly before?: string;
  readonly limit: number;
}

export type AuditRecord = Omit<AuditLine, 'writer' | 'seq' | 'prev' | 'hash'>;

/** A line of a chain as it is kept; null where it cannot be read. */
export interface ChainPart {
  readonly line: AuditLine | null;
  /** Names it where it cannot be read. */
  readonly place: string;
  /** True for half a line at the very end, where its writer died. */
  readonly isTorn: boolean;
}

/** What the head of a chain says of its end: `corrupt` when it was changed. */
export type ChainHead = { readonly seq: number } | 'corrupt' | null;

/** Where audit lines are kept, as those read it who audit. */
export interface AuditStore {
  /** `machine` when lines that other machines wrote are not here. */
  readonly covers: 'fleet' | 'machine';
  /** One tenant's lines, newest first. Faults: unavailable. */
  read(query: AuditQuery, signal: AbortSignal): Promise<AuditRecord[]>;
  writers(signal: AbortSignal): AsyncIterable<string>;
  /** In the order in which they were written. */
  chain(writer: string, signal: AbortSignal): AsyncIterable<ChainPart>;
  head(writer: string): Promise<ChainHead>;
}

/** What a tenant may read of a line. */
export function recordOf(line: AuditLine): AuditRecord {
  const { event_id, event_type, timestamp, tenant, user_id, session_id, query_hash, metadata } = line;
  return { event_id, event_type, timestamp, tenant, user_id, session_id, query_hash, metadata };
}

export function matches(line: AuditLine, query: AuditQuery): boolean {
  const { tenantId, userIds, types, from, to, before } = query;
  return (
    line.tenant === tenantId &&
    (userIds === undefined || userIds.includes(line.user_id)) &&
    (types === undefined || types.includes(line.event_type)) &&
    (from === undefined || line.timestamp >= from) &&
    (to === undefined || line.timestamp <= to) &&
    (before === undefined || line.event_id < before)
  );
}

/** Ids of events sort by time. */
const newestFirst = (one: AuditRecord, other: AuditRecord): number =>
  one.event_id < other.event_id ? 1 : -1;

/** The newest of what is added, in memory for twice as many at most. */
export function createNewest(limit: number): { add(line: AuditLine): void; take(): AuditRecord[] } {
  let kept = new Map<string, AuditRecord>();
  const newest = (): AuditRecord[] => [...kept.values()].toSorted(newestFirst).slice(0, limit);
  return {
    add: (line) => {
      kept.set(line.event_id, recordOf(line));
      if (kept.size > 2 * limit) kept = new Map(newest().map((record) => [record.event_id, record]));
    },
    take: newest,
  };
}
