import { setImmediate as nextTurn } from 'node:timers/promises';
import { cacheKeys } from '@ragfleet/contracts';
import type { SemanticIndex, SemanticMatch, SemanticSpace, TenantProbe } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import { nearestOf } from '../nearest-of.ts';
import { pipelineReplies } from '../pipeline-replies.ts';
import { requireDimension } from '../require-dimension.ts';
import { createTenantSpaces, keepAlive } from '../tenant-spaces.ts';
import { createSpaceMirror, type SpaceMirror } from './space-mirror.ts';
import { createSpaceMirrors } from './space-mirrors.ts';
import { addedFields, removedFields } from './stream-record.ts';

export interface ScanIndexOptions {
  /** The cache Redis, version 6.2 or later. */
  readonly redis: Redis;
  /** 1,000 unless given, which a search of 1,536 dimensions compares in 0.4 ms where most are far, in 2 ms where all are near; 10,000 at the most. */
  readonly maxEntriesPerSpace?: number;
  readonly maxSpacesPerTenant?: number;
  /** What this process keeps of all spaces. 32 MB unless given, which is 18 full spaces of 1,536 dimensions. */
  readonly maxMirrorBytes?: number;
  readonly nowMs?: () => number;
}

const MAX_ENTRIES_PER_SPACE = 1_000;
/** A scan holds the event loop, and each process reads a space whole before its first search. */
const MOST_ENTRIES_PER_SPACE = 10_000;
const MAX_SPACES_PER_TENANT = 64;
const MAX_MIRROR_BYTES = 32 * 1_024 * 1_024;
/** Housekeeping looks into the spaces written to last alone: into more it would push out what questions need. */
const MAX_SPACES_LOOKED_INTO = 16;
const SLACK_MS = 3_600_000;

/**
 * A bounded, exact scan for a Redis without vector sets. Each space is a stream of int8 vectors, which every process
 * mirrors: a search reads what is new, then compares in this process. An entry that is removed stays in the stream as a
 * note of that, for the mirrors of others, until it is as old as the bound.
 */
export function createScanIndex(options: ScanIndexOptions): SemanticIndex {
  const { redis, nowMs = Date.now, maxSpacesPerTenant = MAX_SPACES_PER_TENANT } = options;
  const { maxMirrorBytes = MAX_MIRROR_BYTES } = options;
  const maxEntriesPerSpace = Math.min(
    options.maxEntriesPerSpace ?? MAX_ENTRIES_PER_SPACE,
    MOST_ENTRIES_PER_SPACE,
  );
  const { semanticStreamSpaces: listKey, semanticStream: spaceKey } = cacheKeys;
  const spaces = createTenantSpaces({ redis, listKey, spaceKey, maxSpacesPerTenant, nowMs });
  const mirrors = createSpaceMirrors(
    (key) => createSpaceMirror({ redis, key, maxEntries: maxEntriesPerSpace, nowMs }),
    maxMirrorBytes,
  );
  const mirrorOf = ({ tenantId, spaceId }: Pick<SemanticSpace, 'tenantId' | 'spaceId'>) =>
    mirrors.current(spaceKey(tenantId, spaceId));
  return {
    name: 'scan',
    maxEntriesPerSpace,
    search: async (space, { vector, minSimilarity }, limit) => {
      requireDimension(vector, space);
      return (await mirrorOf(space)).nearest(vector, Math.max(0, limit), minSimilarity);
    },
    add: async (space, { entryId, vector, expiresAtMs }) => {
      requireDimension(vector, space);
      const key = spaceKey(space.tenantId, space.spaceId);
      const keepMs = Math.max(0, expiresAtMs - nowMs()) + SLACK_MS;
      const record = addedFields(entryId, expiresAtMs, vector);
      const pipeline = redis.pipeline().xadd(key, 'MAXLEN', '=', maxEntriesPerSpace, '*', ...record);
      keepAlive(pipeline, key, keepMs);
      spaces.note(pipeline, space, keepMs);
      const spaceCount = Number((await pipelineReplies(pipeline)).at(-1));
      if (spaceCount > maxSpacesPerTenant)
        await spaces.dropOldest(space.tenantId, spaceCount - maxSpacesPerTenant);
    },
    remove: async (space, entryIds) => {
      const recordIds = (await mirrorOf(space)).recordIdsOf(entryIds);
      if (recordIds.length === 0) return;
      const key = spaceKey(space.tenantId, space.spaceId);
      const note = removedFields(entryIds);
      const pipeline = redis.pipeline().xdel(key, ...recordIds);
      await pipelineReplies(
        pipeline.xadd(key, 'NOMKSTREAM', 'MAXLEN', '=', maxEntriesPerSpace, '*', ...note),
      );
    },
    nearestOfTenant: async (probe, signal) => {
      signal.throwIfAborted();
      const [first] = probe.vectors;
      if (first === undefined) return [];
      const own = await spaces.ofModel(probe.tenantId, probe.model, first.length);
      return nearestIn({ spaces: own.slice(0, MAX_SPACES_LOOKED_INTO), mirrorOf, probe, signal });
    },
  };
}

interface ScanOfSpaces {
  readonly spaces: readonly Pick<SemanticSpace, 'spaceId'>[];
  readonly mirrorOf: (space: Pick<SemanticSpace, 'tenantId' | 'spaceId'>) => Promise<SpaceMirror>;
  readonly probe: TenantProbe;
  readonly signal: AbortSignal;
}

/** Space by space, so that one mirror at a time is needed. */
async function nearestIn({ spaces, mirrorOf, probe, signal }: ScanOfSpaces): Promise<TenantMatch[]> {
  const { tenantId, vectors, limit } = probe;
  const matches = vectors.map((): TenantMatch[] => []);
  for (const { spaceId } of spaces) {
    const mirror = await mirrorOf({ tenantId, spaceId });
    for (const [place, vector] of vectors.entries()) {
      matches[place]?.push(...mirror.nearest(vector, limit).map((match) => ({ ...match, spaceId })));
      // One scan holds the event loop for some milliseconds, and there are thousands of them.
      await nextTurn();
      signal.throwIfAborted();
    }
  }
  return matches.flatMap((found) => nearestOf(found, limit));
}

type TenantMatch = SemanticMatch & Pick<SemanticSpace, 'spaceId'>;
