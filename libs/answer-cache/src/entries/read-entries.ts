import { cacheKeys } from '@ragfleet/contracts';
import type { CacheEntry } from '@ragfleet/rag-core';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { inTime } from '../flight/in-time.ts';
import type { KeyTracking } from '../near/key-tracking.ts';
import { createNearCopies, type NearCopies, type Watch } from '../near/near-copies.ts';
import { openEntry } from './entry-bytes.ts';
import { pipelineReplies } from './entry-index.ts';
import { createOpenedEntries, type OpenedEntries } from './opened-entries.ts';
import { openValue } from './sealed-values.ts';

/** Where an entry was found: in this process, or on the cache Redis. */
export type ReadSource = 'near' | 'store';

export interface EntryReaderOptions {
  readonly redis: Redis;
  readonly sealer: Sealer;
  /** Without it every reading asks the store. */
  readonly tracking?: KeyTracking | undefined;
  readonly onRead?: ((source: ReadSource) => void) | undefined;
}

export interface EntryReader {
  /** In order; null for each that is none. */
  read(tenantId: string, entryIds: readonly string[]): Promise<(CacheEntry | null)[]>;
  /** A change of entries by this process: what is held of them is served no more from its beginning on. */
  changing<Result>(
    tenantId: string,
    entryIds: readonly string[],
    change: () => Promise<Result>,
  ): Promise<Result>;
}

/** What is asked again and again is opened once in each process, and not even read where the server tells of changes. */
export function createEntryReader(options: EntryReaderOptions): EntryReader {
  const { redis, sealer, tracking, onRead = () => undefined } = options;
  const opened = createOpenedEntries();
  const near = tracking === undefined ? NOTHING_NEAR : createNearCopies({ tracking, opened });
  const open = createEntryOpener(sealer, opened);
  const readNear = (tenantId: string, id: string): CacheEntry | undefined => {
    const entry = near.get(cacheKeys.answer(tenantId, id));
    onRead(entry === undefined ? 'store' : 'near');
    return entry;
  };
  const readOne = async (tenantId: string, id: string): Promise<CacheEntry | null> => {
    const key = cacheKeys.answer(tenantId, id);
    const watch = near.watch(key);
    if (watch === null) return open(tenantId, id, await redisReply(redis.getBuffer(key)));
    try {
      const { value, leftMs } = await readWatched(watch, key);
      const entry = open(tenantId, id, value);
      if (entry !== null) watch.trust(entry, leftMs);
      return entry;
    } catch {
      // The connection of its own is no reason not to find what is there.
      return open(tenantId, id, await redisReply(redis.getBuffer(key)));
    } finally {
      watch.end();
    }
  };
  const readMany = async (tenantId: string, ids: readonly string[]): Promise<(CacheEntry | null)[]> => {
    if (ids.length === 0) return [];
    const values = await redisReply(redis.mgetBuffer(...ids.map((id) => cacheKeys.answer(tenantId, id))));
    return ids.map((id, at) => open(tenantId, id, values[at]));
  };
  return {
    read: async (tenantId, entryIds) => {
      const [only] = entryIds;
      if (only !== undefined && entryIds.length === 1)
        return [readNear(tenantId, only) ?? (await readOne(tenantId, only))];
      const found = entryIds.map((id) => readNear(tenantId, id));
      const read = await readMany(
        tenantId,
        entryIds.filter((_id, at) => found[at] === undefined),
      );
      return found.map((entry) => entry ?? read.shift() ?? null);
    },
    changing: (tenantId, entryIds, change) => {
      const forget = (): void => {
        for (const id of entryIds) near.forget(cacheKeys.answer(tenantId, id));
      };
      forget();
      // And again at its end: a reading that came in between may have found what was there before.
      return change().finally(forget);
    },
  };
}

const NOTHING_NEAR: NearCopies = { get: () => undefined, watch: () => null, forget: () => undefined };

/** As the cache's own connection allows its commands. */
const WATCHED_READ_MS = 50;

/** The value of a key, and how long it has left: it is not served beyond that, though nobody may have said so yet. */
async function readWatched({ redis }: Watch, key: string): Promise<{ value: Buffer | null; leftMs: number }> {
  const reply = pipelineReplies(redis.pipeline().getBuffer(key).pttl(key));
  const [value, left] = await inTime(WATCHED_READ_MS, reply);
  const leftMs = typeof left === 'number' && left >= 0 ? left : Number.POSITIVE_INFINITY;
  return { value: Buffer.isBuffer(value) ? value : null, leftMs };
}

type OpenEntry = (tenantId: string, id: string, value: Buffer | null | undefined) => CacheEntry | null;

/** What is kept opened is opened again when the store has other bytes. */
function createEntryOpener(sealer: Sealer, opened: OpenedEntries): OpenEntry {
  return (tenantId, id, value) => {
    const key = cacheKeys.answer(tenantId, id);
    const known = opened.get(key);
    if (value && known?.value.equals(value) === true) return known.entry;
    // What was taken back leaves the memory as well.
    if (known !== undefined) opened.remove(key);
    if (!value) return null;
    const found = openValue(sealer, { kind: 'answer', tenantId, id }, value);
    const entry = found === null ? null : openEntry(found.content, found.spaceId);
    if (entry !== null) opened.set(key, value, entry);
    return entry;
  };
}
