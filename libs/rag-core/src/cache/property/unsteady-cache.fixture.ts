import type { AnswerCachePorts } from '../../answer/answer-ports.ts';
import type { AnswerEntries, CacheEntry, RetrievalEntry } from '../../ports/answer-cache.ts';
import type { SemanticIndex, SemanticMatch, SemanticSpace } from '../../ports/semantic-index.ts';
import type { SingleFlight } from '../../ports/single-flight.ts';
import { cosine, hashOf } from './asked-questions.fixture.ts';
import type { IndexManner, Point } from './operations.fixture.ts';

/** A cache that keeps what has expired, forgets what it likes, and whose index finds what it likes. */
export interface UnsteadyCache {
  /** The ports as one query sees them: `reach` says where it is. */
  portsFor(reach: (point: Point) => Promise<void>): AnswerCachePorts;
  /** Forgets a third of everything. */
  lose(salt: number): void;
  /** Removes what rests on a document. */
  documentChanged(tenantId: string, documentId: string): void;
}

interface Kept {
  readonly tenantId: string;
  readonly entry: CacheEntry;
  readonly documentIds: readonly string[];
}

interface Member {
  readonly space: Pick<SemanticSpace, 'tenantId' | 'spaceId'>;
  readonly vector: Float32Array;
}

const nameOf = (tenantId: string, id: string): string => JSON.stringify([tenantId, id]);

export function createUnsteadyCache(manner: IndexManner): UnsteadyCache {
  const kept = new Map<string, Kept>();
  const retrievals = new Map<string, RetrievalEntry>();
  const members = new Map<string, Member>();
  const inTheAir = new Set<string>();
  return {
    portsFor: (reach) => ({
      entries: entriesOver(kept, retrievals, reach),
      semantic: manner === 'none' ? null : indexOver(members, manner, reach),
      flights: flightsOver(inTheAir),
    }),
    lose: (salt) => {
      for (const store of [kept, retrievals, members])
        for (const name of store.keys()) if (hashOf(`${salt} ${name}`) % 3 === 0) store.delete(name);
    },
    documentChanged: (tenantId, documentId) => {
      for (const [name, one] of kept)
        if (one.tenantId === tenantId && one.documentIds.includes(documentId)) kept.delete(name);
    },
  };
}

function entriesOver(
  kept: Map<string, Kept>,
  retrievals: Map<string, RetrievalEntry>,
  reach: (point: Point) => Promise<void>,
): AnswerEntries {
  return {
    idOf: (_tenantId, text) => text,
    read: async (tenantId, ids) => {
      await reach('read');
      return ids.map((id) => kept.get(nameOf(tenantId, id))?.entry ?? null);
    },
    write: async (tenantId, id, entry, { documentIds }) => {
      await reach('write');
      kept.set(nameOf(tenantId, id), { tenantId, entry, documentIds });
    },
    replace: async (tenantId, id, entry) => {
      await reach('replace');
      const old = kept.get(nameOf(tenantId, id));
      if (old !== undefined) kept.set(nameOf(tenantId, id), { ...old, entry });
      return old !== undefined;
    },
    remove: async (tenantId, ids) => ids.filter((id) => kept.delete(nameOf(tenantId, id))).length,
    readRetrieval: async (tenantId, id) => {
      await reach('recall');
      return retrievals.get(nameOf(tenantId, id)) ?? null;
    },
    writeRetrieval: async (tenantId, id, entry) => void retrievals.set(nameOf(tenantId, id), entry),
  };
}

/** Members outlive their entries. An index that `mixes` names entries of other spaces and tenants as well. */
function indexOver(
  members: Map<string, Member>,
  manner: IndexManner,
  reach: (point: Point) => Promise<void>,
): SemanticIndex {
  let searches = 0;
  const isSearched = (one: Member['space'], { tenantId, spaceId }: Member['space']): boolean =>
    manner === 'mixes' || (one.tenantId === tenantId && one.spaceId === spaceId);
  const disturbed = (matches: SemanticMatch[]): SemanticMatch[] => {
    searches += 1;
    if (manner === 'drops') return matches.filter(({ entryId }) => hashOf(`${searches} ${entryId}`) % 3 > 0);
    if (manner === 'reorders')
      return matches.toSorted(
        (one, other) => hashOf(`${searches} ${one.entryId}`) - hashOf(`${searches} ${other.entryId}`),
      );
    return matches;
  };
  return {
    name: manner,
    maxEntriesPerSpace: null,
    search: async (space, { vector }, limit) => {
      await reach('neighbors');
      const near = [...members]
        .filter(([, member]) => isSearched(member.space, space))
        .map(([name, member]) => ({ entryId: idIn(name), similarity: cosine(member.vector, vector) }))
        .toSorted((one, other) => other.similarity - one.similarity);
      return disturbed(near).slice(0, limit);
    },
    add: async ({ tenantId, spaceId }, { entryId, vector }) =>
      void members.set(nameOf(tenantId, entryId), { space: { tenantId, spaceId }, vector }),
    remove: async ({ tenantId }, ids) => {
      for (const id of ids) members.delete(nameOf(tenantId, id));
    },
    nearestOfTenant: async () => [],
  };
}

const idIn = (name: string): string => String((JSON.parse(name) as readonly unknown[])[1]);

function flightsOver(inTheAir: Set<string>): SingleFlight {
  return {
    join: async ({ tenantId, flightId }) => {
      const name = nameOf(tenantId, flightId);
      if (inTheAir.has(name)) return { role: 'follower', retryInMs: 1_000 };
      inTheAir.add(name);
      return { role: 'leader', complete: async () => void inTheAir.delete(name) };
    },
  };
}
