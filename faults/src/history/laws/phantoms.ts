import type { History, Violation } from '../contract.ts';
import type { HistoryIndex } from '../index-history.ts';
import type { Law } from './law.ts';

const NAMED_AT_MOST = 5;

/**
 * L1: no query that nobody submitted. An id that no reply named has to come from a submission of its tenant whose outcome
 * is unknown; a key that was never accepted accounts for one.
 */
export const phantoms: Law = (index) => {
  const seen = unnamedByTenant(index);
  const allowed = unknownByTenant(index);
  const named = [...seen].map(([tenantId, queryIds]) =>
    tooMany([...queryIds], allowed.get(tenantId) ?? 0, tenantId),
  );
  return [...named.flat(), ...announcedOnly(index, seen, allowed)];
};

function unnamedByTenant({ history, accepted }: HistoryIndex): Map<string, Set<string>> {
  const seen = new Map<string, Set<string>>();
  for (const { tenantId, queryId } of sightings(history)) {
    if (accepted.has(queryId)) continue;
    const ofTenant = seen.get(tenantId) ?? new Set();
    seen.set(tenantId, ofTenant.add(queryId));
  }
  return seen;
}

function sightings({
  reads,
  arrivals,
  deadLetters,
  listedQueryIds,
}: History): readonly { tenantId: string; queryId: string }[] {
  const listed = Object.entries(listedQueryIds).flatMap(([tenantId, queryIds]) =>
    queryIds.map((queryId) => ({ tenantId, queryId })),
  );
  return [...listed, ...reads, ...arrivals, ...deadLetters];
}

function unknownByTenant({ submissions }: HistoryIndex): Map<string, number> {
  const counts = new Map<string, number>();
  for (const operations of submissions.values()) {
    const types = new Set(operations.map(({ outcome }) => outcome.type));
    const tenantId = operations[0]?.tenantId;
    if (tenantId !== undefined && types.has('unknown') && !types.has('ok'))
      counts.set(tenantId, (counts.get(tenantId) ?? 0) + 1);
  }
  return counts;
}

/** A notice says no tenant, so it may come from what is left of anybody's unknown submissions. */
function announcedOnly(
  { settles, accepted }: HistoryIndex,
  seen: ReadonlyMap<string, ReadonlySet<string>>,
  allowed: ReadonlyMap<string, number>,
): Violation[] {
  const known = new Set([...seen.values()].flatMap((queryIds) => [...queryIds]));
  const announced = [...settles.keys()].filter((queryId) => !accepted.has(queryId) && !known.has(queryId));
  const left = [...allowed].map(([tenantId, count]) => Math.max(0, count - (seen.get(tenantId)?.size ?? 0)));
  return tooMany(
    announced,
    left.reduce((sum, count) => sum + count, 0),
  );
}

function tooMany(queryIds: readonly string[], allowed: number, tenantId?: string): Violation[] {
  if (queryIds.length <= allowed) return [];
  const [only] = queryIds;
  return [
    {
      law: 'L1',
      ...(tenantId === undefined ? {} : { tenantId }),
      ...(queryIds.length === 1 && only !== undefined ? { queryId: only } : {}),
      detail: `${queryIds.length} queries were seen that no reply named, ${allowed} submissions are unknown: ${queryIds.slice(0, NAMED_AT_MOST).join(', ')}.`,
    },
  ];
}
