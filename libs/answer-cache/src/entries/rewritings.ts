import { cacheKeys } from '@ragfleet/contracts';
import type { KeptRewriting, Rewritings } from '@ragfleet/rag-core';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { NO_NAMESPACE, openValue, sealValue, type ValueKind } from './sealed-values.ts';

export interface RewritingsOptions {
  /** Of the profile `cache`, which bounds every command; the caller closes it. */
  readonly redis: Redis;
  readonly sealer: Sealer;
}

const KIND: ValueKind = 'rewriting';

/** What follow-ups became, on the cache Redis, one sealed value each. */
export function createRewritings({ redis, sealer }: RewritingsOptions): Rewritings {
  const read: Rewritings['read'] = async (tenantId, id) => {
    const value = await redisReply(redis.getBuffer(cacheKeys.rewriting(tenantId, id)));
    const found = openValue(sealer, { kind: KIND, tenantId, id }, value);
    return found === null ? null : openRewriting(found.content);
  };
  return {
    read,
    keep: async (tenantId, id, rewriting, keepMs) => {
      // It belongs to no space: its own id stands in the place of one.
      const name = { kind: KIND, tenantId, id, spaceId: id, namespace: NO_NAMESPACE, writtenAtMs: 0 };
      const value = sealValue(sealer, name, rewritingBytes(rewriting));
      const key = cacheKeys.rewriting(tenantId, id);
      const isFirst = await redisReply(redis.set(key, value, 'PX', Math.max(1, Math.round(keepMs)), 'NX'));
      if (isFirst !== null) return rewriting;
      // Sent twice, it finds itself; gone or unreadable, it is the next to come that counts.
      return (await read(tenantId, id)) ?? rewriting;
    },
  };
}

type RewritingRow = [
  question: string,
  queryId: string,
  input: number,
  output: number,
  cachedInput: number,
  cacheWrite: number,
];

/** As JSON without names. */
function rewritingBytes({ question, queryId, usage }: KeptRewriting): Buffer {
  const { inputTokens, outputTokens, cachedInputTokens = 0, cacheWriteTokens = 0 } = usage;
  const row: RewritingRow = [
    question,
    queryId,
    inputTokens,
    outputTokens,
    cachedInputTokens,
    cacheWriteTokens,
  ];
  return Buffer.from(JSON.stringify(row));
}

function openRewriting(bytes: Buffer): KeptRewriting | null {
  const row: unknown = JSON.parse(bytes.toString());
  if (!isRewritingRow(row)) return null;
  const [question, queryId, inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens] = row;
  const usage = {
    inputTokens,
    outputTokens,
    ...(cachedInputTokens > 0 && { cachedInputTokens }),
    ...(cacheWriteTokens > 0 && { cacheWriteTokens }),
  };
  return { question, queryId, usage };
}

const isRewritingRow = (row: unknown): row is RewritingRow => Array.isArray(row) && row.length === 6;
