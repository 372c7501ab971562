import type { SemanticMatch } from '@ragfleet/rag-core';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { createCosines } from '../quantised-vector.ts';
import { type MirroredEntry, recordOf } from './stream-record.ts';

/** What this process knows of one space's stream. */
export interface SpaceMirror {
  readonly sizeBytes: number;
  /** Reads what is new: one round trip when nothing is. */
  sync(): Promise<void>;
  /** Nearest first, of those that have not expired and are at least so near, a cosine. */
  nearest(vector: Float32Array, limit: number, minSimilarity?: number): SemanticMatch[];
  /** Where in the stream these entries are; those that are unknown are left out. */
  recordIdsOf(entryIds: readonly string[]): string[];
}

export interface SpaceMirrorOptions {
  readonly redis: Redis;
  readonly key: string;
  readonly maxEntries: number;
  readonly nowMs: () => number;
}

interface Kept extends MirroredEntry {
  readonly recordId: string;
}

/** 1,536 dimensions are 300 kB in a reply. */
const PAGE_RECORDS = 200;
/** Measured at 1,536 dimensions: an entry takes about so much beside its vector. */
const ENTRY_OVERHEAD_BYTES = 300;
const REST_BYTES = 8;

export function createSpaceMirror(options: SpaceMirrorOptions): SpaceMirror {
  const { redis, key, maxEntries, nowMs } = options;
  /** Oldest first: a Map keeps the order of insertion. */
  const entries = new Map<string, Kept>();
  let sizeBytes = 0;
  let lastRecordId = '';

  const forget = (entryId: string): void => {
    sizeBytes -= sizeOf(entries.get(entryId));
    entries.delete(entryId);
  };
  const keep = (entry: Kept): void => {
    forget(entry.entryId);
    entries.set(entry.entryId, entry);
    sizeBytes += sizeOf(entry);
    const [oldest] = entries.keys();
    if (entries.size > maxEntries && oldest !== undefined) forget(oldest);
  };
  const apply = (recordId: string, fields: readonly Buffer[]): void => {
    const record = recordOf(fields);
    if (record?.kind === 'added') keep({ ...record.entry, recordId });
    else for (const entryId of record?.entryIds ?? []) forget(entryId);
    lastRecordId = recordId;
  };
  const readNew = async (): Promise<void> => {
    // No more pages than the stream can fill: whoever writes all the time keeps no reader busy for ever.
    for (let page = 0; page <= maxEntries / PAGE_RECORDS; page++) {
      const start = lastRecordId === '' ? '-' : `(${lastRecordId}`;
      const records = await redisReply(redis.xrangeBuffer(key, start, '+', 'COUNT', PAGE_RECORDS));
      for (const [recordId, fields] of records) apply(recordId.toString(), fields);
      if (records.length < PAGE_RECORDS) return;
    }
  };
  return {
    get sizeBytes() {
      return sizeBytes;
    },
    sync: oneAfterAnother(readNew),
    nearest: (vector, limit, minSimilarity = -Infinity) => {
      const matches: SemanticMatch[] = [];
      const cosineWith = createCosines(vector);
      const now = nowMs();
      for (const { entryId, expiresAtMs, vector: other } of entries.values()) {
        if (expiresAtMs <= now) forget(entryId);
        else if (other.values.length === vector.length) {
          const last = matches.length < limit ? undefined : matches.at(-1);
          const similarity = cosineWith(other, Math.max(minSimilarity, last?.similarity ?? minSimilarity));
          if (similarity !== null) insert(matches, { entryId, similarity }, limit);
        }
      }
      return matches;
    },
    recordIdsOf: (entryIds) => entryIds.flatMap((entryId) => entries.get(entryId)?.recordId ?? []),
  };
}

const sizeOf = (entry: Kept | undefined): number =>
  entry === undefined
    ? 0
    : entry.vector.values.length + entry.vector.rests.length * REST_BYTES + ENTRY_OVERHEAD_BYTES;

/** Puts a match in its place among the nearest, which stay at most `limit`. */
function insert(nearest: SemanticMatch[], match: SemanticMatch, limit: number): void {
  const last = nearest.at(-1);
  if (nearest.length >= limit && (last === undefined || last.similarity >= match.similarity)) return;
  const place = nearest.findIndex(({ similarity }) => similarity < match.similarity);
  nearest.splice(place === -1 ? nearest.length : place, 0, match);
  if (nearest.length > limit) nearest.pop();
}

/**
 * `work` never runs beside itself. Who calls while it runs waits for one run more, which all who wait share: it begins
 * after every one of them asked, so it sees what they have written.
 */
function oneAfterAnother(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const start = (): Promise<void> => {
    running = work().finally(() => {
      running = null;
    });
    return running;
  };
  return () => {
    if (running === null) return start();
    const begin = (): Promise<void> => {
      next = null;
      return start();
    };
    next ??= running.then(begin, begin);
    return next;
  };
}
