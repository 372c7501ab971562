import { cacheKeys } from '@ragfleet/contracts';
import type { AnswerEntries, RetrievalEntry } from '@ragfleet/rag-core';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { compactEvidence, openEvidence } from './compact-evidence.ts';
import { evidenceOf, pairsOf } from './entry-bytes.ts';
import { NO_NAMESPACE, openValue, sealValue, type ValueKind } from './sealed-values.ts';

const KIND: ValueKind = 'retrieval';

/** What callers' searches found, one sealed value each. */
export function createRetrievalEntries(
  redis: Redis,
  sealer: Sealer,
): Pick<AnswerEntries, 'readRetrieval' | 'writeRetrieval'> {
  return {
    readRetrieval: async (tenantId, id) => {
      const value = await redisReply(redis.getBuffer(cacheKeys.retrieval(tenantId, id)));
      const found = openValue(sealer, { kind: KIND, tenantId, id }, value);
      return found === null ? null : openRetrieval(found.content);
    },
    writeRetrieval: async (tenantId, id, entry, keepMs) => {
      // It belongs to no space: its own id stands in the place of one.
      const name = { kind: KIND, tenantId, id, spaceId: id, namespace: NO_NAMESPACE, writtenAtMs: 0 };
      const value = sealValue(sealer, name, retrievalBytes(entry));
      const key = cacheKeys.retrieval(tenantId, id);
      await redisReply(redis.set(key, value, 'PX', Math.max(1, Math.round(keepMs))));
    },
  };
}

type RetrievalRow = [question: string, access: string, changes: string, passages: readonly string[] | string];

/** As JSON without names. Passages as ingestion names them are bytes in base64. */
function retrievalBytes({ question, stamp, passages }: RetrievalEntry): Buffer {
  const compact = compactEvidence(passages);
  const names = passages.flatMap(({ passageId, contentHash }) => [passageId, contentHash]);
  const row: RetrievalRow = [question, stamp.access, stamp.changes, compact?.toString('base64') ?? names];
  return Buffer.from(JSON.stringify(row));
}

function openRetrieval(bytes: Buffer): RetrievalEntry | null {
  const row: unknown = JSON.parse(bytes.toString());
  if (!isRetrievalRow(row)) return null;
  const [question, access, changes, passages] = row;
  return {
    question,
    stamp: { access, changes },
    passages:
      typeof passages === 'string'
        ? openEvidence(Buffer.from(passages, 'base64'))
        : pairsOf(passages, evidenceOf),
  };
}

const isRetrievalRow = (row: unknown): row is RetrievalRow => Array.isArray(row) && row.length === 4;
