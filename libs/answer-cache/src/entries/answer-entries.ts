import { cacheKeys } from '@ragfleet/contracts';
import type { AnswerEntries, CacheEntry, EntryKeeping } from '@ragfleet/rag-core';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { KeyTracking } from '../near/key-tracking.ts';
import { entryBytes } from './entry-bytes.ts';
import { createIndexEntry } from './entry-index.ts';
import { createEntryReader, type ReadSource } from './read-entries.ts';
import { removeEntries } from './remove-entries.ts';
import { createRetrievalEntries } from './retrieval-entries.ts';
import { NO_NAMESPACE, sealValue, type ValueKind, WRITTEN_RANGE, writtenBytes } from './sealed-values.ts';
import { createTenantIds, type TenantIds } from './tenant-ids.ts';

export interface AnswerEntriesOptions {
  /** Of the profile `cache`, which bounds every command; the caller closes it. */
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly nowMs?: () => number;
  /** Of the same server: what is asked again and again is then served without asking it, until it says that it changed. */
  readonly tracking?: KeyTracking | undefined;
  /** Hears where each entry was looked for last. */
  readonly onRead?: ((source: ReadSource) => void) | undefined;
}

const KIND: ValueKind = 'answer';
/** Documents of one answer that evict it. More than a prompt holds passages. */
const MAX_DOCUMENTS = 64;
const MAX_NAMESPACES = 16;

// One that was written anew meanwhile stays: what was checked is another answer, perhaps one that was taken back.
const REPLACE = `
if redis.call('GETRANGE', KEYS[1], ${WRITTEN_RANGE[0]}, ${WRITTEN_RANGE[1]}) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
return 1
`;

/**
 * Entries on the cache Redis, one sealed value each, with small indexes by document and namespace for eviction. An id is
 * the first 128 bits of an HMAC-SHA256 under the tenant's key. Two texts that met in one id would be a miss and never
 * each other's answer: question and space are sealed with the entry, and core compares both on every hit.
 */
export function createAnswerEntries({
  redis,
  sealer,
  nowMs = Date.now,
  ...nearby
}: AnswerEntriesOptions): AnswerEntries {
  const ids = createTenantIds(sealer);
  const reader = createEntryReader({ redis, sealer, ...nearby });
  const sealed = (tenantId: string, id: string, entry: CacheEntry, namespace: Buffer): Buffer =>
    sealValue(
      sealer,
      { kind: KIND, tenantId, id, spaceId: entry.spaceId, namespace, writtenAtMs: entry.storedAtMs },
      entryBytes(entry),
    );
  const indexEntry = createIndexEntry(redis);
  const replaceValue = defineScript(redis, 'rfReplaceAnswer', 1, REPLACE);
  return {
    idOf: (tenantId, text) => ids.ofText(tenantId, text),
    read: (tenantId, entryIds) => reader.read(tenantId, entryIds),
    write: (tenantId, entryId, entry, keeping) =>
      reader.changing(tenantId, [entryId], async () => {
        const namespaces = namespacesOf(ids, tenantId, entry);
        const [primary = NO_NAMESPACE] = namespaces;
        const keepMs = Math.max(1, Math.round(keeping.keepMs));
        const value = sealed(tenantId, entryId, entry, primary);
        const documents = documentsOf(ids, tenantId, entry, keeping);
        // The value first: what is on an index without one is nothing yet.
        await Promise.all([
          redisReply(redis.set(cacheKeys.answer(tenantId, entryId), value, 'PX', keepMs)),
          indexEntry({ tenantId, entryId, namespaces, documents, nowMs: nowMs(), keepMs }),
        ]);
      }),
    replace: (tenantId, entryId, entry) =>
      reader.changing(tenantId, [entryId], async () => {
        const [primary = NO_NAMESPACE] = namespacesOf(ids, tenantId, entry);
        const value = sealed(tenantId, entryId, entry, primary);
        const key = cacheKeys.answer(tenantId, entryId);
        return (await replaceValue([key], [writtenBytes(entry.storedAtMs), value])) === 1;
      }),
    remove: (tenantId, entryIds) =>
      reader.changing(
        tenantId,
        entryIds,
        async () => (await removeEntries(redis, tenantId, entryIds)).length,
      ),
    ...createRetrievalEntries(redis, sealer),
  };
}

function namespacesOf(ids: TenantIds, tenantId: string, { result }: CacheEntry): Buffer[] {
  const cited = new Set(result.citations.map(({ namespace }) => namespace));
  const names = cited.size === 0 ? [''] : [...cited].slice(0, MAX_NAMESPACES);
  return names.map((namespace) => ids.ofNamespace(tenantId, namespace));
}

function documentsOf(
  ids: TenantIds,
  tenantId: string,
  { result }: CacheEntry,
  keeping: EntryKeeping,
): string[] {
  const cited = result.citations.map(({ documentId }) => documentId);
  const documents = [...new Set([...cited, ...keeping.documentIds])].slice(0, MAX_DOCUMENTS);
  return documents.map((documentId) => ids.ofDocument(tenantId, documentId));
}
