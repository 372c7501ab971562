import type { AuditEventType } from '@ragfleet/rag-core';
import { type AuditFile, linesOf, listFiles } from './audit-files.ts';
import { type AuditLine, parseLine } from './audit-line.ts';

export interface AuditQuery {
  readonly tenantId: string;
  readonly userId?: string;
  readonly types?: readonly AuditEventType[];
  /** ISO 8601, both included. */
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
}

export type AuditRecord = Omit<AuditLine, 'writer' | 'seq' | 'prev' | 'hash'>;

/** One tenant's events, newest first, from the files of this folder. Days outside the period are not opened. */
export async function readAuditLog(dir: string, query: AuditQuery): Promise<AuditRecord[]> {
  const files = (await listFiles(dir)).filter(
    ({ day }) =>
      (query.from === undefined || day >= query.from.slice(0, 10)) &&
      (query.to === undefined || day <= query.to.slice(0, 10)),
  );
  const days = [...new Set(files.map(({ day }) => day))].toSorted().toReversed();
  const found: AuditRecord[] = [];
  for (const day of days) {
    const left = query.limit - found.length;
    if (left <= 0) break;
    const ofDay = files.filter((file) => file.day === day);
    found.push(...(await newestOfDay(ofDay, query, left)).map(recordOf));
  }
  return found;
}

async function newestOfDay(
  files: readonly AuditFile[],
  query: AuditQuery,
  limit: number,
): Promise<AuditLine[]> {
  let kept: AuditLine[] = [];
  for (const file of files) {
    for await (const { text } of linesOf(file)) {
      const line = parseLine(text);
      if (line !== null && matches(line, query)) kept.push(line);
      // Twice the limit at most stays in memory.
      if (kept.length > 2 * limit) kept = newest(kept, limit);
    }
  }
  return newest(kept, limit);
}

const newest = (lines: readonly AuditLine[], limit: number): AuditLine[] =>
  lines.toSorted((one, other) => (one.timestamp < other.timestamp ? 1 : -1)).slice(0, limit);

function matches(line: AuditLine, { tenantId, userId, types, from, to }: AuditQuery): boolean {
  return (
    line.tenant === tenantId &&
    (userId === undefined || line.user_id === userId) &&
    (types === undefined || types.includes(line.event_type)) &&
    (from === undefined || line.timestamp >= from) &&
    (to === undefined || line.timestamp <= to)
  );
}

function recordOf(line: AuditLine): AuditRecord {
  const { event_id, event_type, timestamp, tenant, user_id, session_id, query_hash, metadata } = line;
  return { event_id, event_type, timestamp, tenant, user_id, session_id, query_hash, metadata };
}
