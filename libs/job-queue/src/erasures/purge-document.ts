import { keysOfTenant, queueKeys } from '@ragfleet/contracts';
import { isFault } from '@ragfleet/kernel';
import { defineScript, type Redis, redisFault, redisReply, scanKeys } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { openResult } from '../queries/query-record.ts';
import { openBody, sealBody } from '../webhooks/delivery-body.ts';
import { citesDocument, purgedWebhook } from '../webhooks/webhook-body.ts';
import type { ErasureCounts, PurgeDocument } from './contract.ts';

export interface PurgeDocumentOptions {
  /** The queue Redis. */
  readonly redis: Redis;
  readonly sealer: Sealer;
}

/** KEYS: query, events. ARGV: the result that was read. What was written meanwhile stays for the next go. */
const WITHHOLD = `
if redis.call('HGET', KEYS[1], 'result') ~= ARGV[1] then return 0 end
redis.call('HDEL', KEYS[1], 'result', 'entry')
redis.call('HSET', KEYS[1], 'purged', '1')
redis.call('DEL', KEYS[2])
return 1
`;

/** KEYS: delivery. ARGV: the body that was read, and the one to send instead. */
const THIN = `
if redis.call('HGET', KEYS[1], 'body') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'body', ARGV[2])
return 1
`;

/**
 * One go through every key of a tenant for answers that cite a document: the results of such queries are removed, and
 * their webhooks, sent or not, lose them too. An answer rests on what it cites, so it goes whole.
 */
export function createPurgeDocument(
  options: PurgeDocumentOptions,
): (document: PurgeDocument) => Promise<ErasureCounts> {
  const { redis } = options;
  const withhold = createWithhold(options);
  const thin = createThin(options);
  return async (document) => {
    const { tenantId, signal } = document;
    const [query, delivery] = [queueKeys.query(tenantId, ''), queueKeys.delivery(tenantId, '')];
    const counts = { queries: 0, deliveries: 0 };
    for await (const names of scanKeys(redis, { pattern: keysOfTenant(tenantId), signal })) {
      // Behind a second colon are others' notes on a query.
      const queryIds = idsOf(names, query).filter((id) => !id.includes(':'));
      counts.queries += await withhold(document, queryIds);
      counts.deliveries += await thin(document, idsOf(names, delivery));
    }
    return counts;
  };
}

type Change = (document: PurgeDocument, ids: readonly string[]) => Promise<number>;

function createWithhold({ redis, sealer }: PurgeDocumentOptions): Change {
  const withhold = defineScript(redis, 'rfWithholdResult', 2, WITHHOLD);
  return async ({ tenantId, documentId }, queryIds) => {
    const results = await readField(
      redis,
      'result',
      queryIds.map((id) => queueKeys.query(tenantId, id)),
    );
    let withheld = 0;
    for (const [at, sealed] of results.entries()) {
      const queryId = queryIds[at];
      if (sealed === null || queryId === undefined) continue;
      const result = orNull(() => openResult(sealer, tenantId, sealed));
      if (result?.citations.some((citation) => citation.document_id === documentId) !== true) continue;
      const keys = [queueKeys.query(tenantId, queryId), queueKeys.events(tenantId, queryId)];
      // What was written anew meanwhile is found by the next go, which this counts for.
      await withhold(keys, [sealed]);
      withheld += 1;
    }
    return withheld;
  };
}

function createThin({ redis, sealer }: PurgeDocumentOptions): Change {
  const thin = defineScript(redis, 'rfThinDelivery', 1, THIN);
  return async ({ tenantId, documentId }, deliveryIds) => {
    const keys = deliveryIds.map((id) => queueKeys.delivery(tenantId, id));
    const bodies = await readField(redis, 'body', keys);
    let thinned = 0;
    for (const [at, sealed] of bodies.entries()) {
      const key = keys[at];
      if (sealed === null || key === undefined) continue;
      const body = orNull(() => openBody(sealer, tenantId, sealed));
      if (body === null || !citesDocument(body, documentId)) continue;
      const instead = sealBody(sealer, tenantId, purgedWebhook(body));
      await thin([key], [sealed, instead]);
      thinned += 1;
    }
    return thinned;
  };
}

const idsOf = (names: readonly string[], prefix: string): string[] =>
  names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));

async function readField(redis: Redis, field: string, keys: readonly string[]): Promise<(string | null)[]> {
  if (keys.length === 0) return [];
  const pipeline = redis.pipeline();
  for (const key of keys) pipeline.hget(key, field);
  const replies = (await redisReply(pipeline.exec())) ?? [];
  return replies.map(([error, value]) => {
    if (error !== null) throw redisFault(error);
    return typeof value === 'string' ? value : null;
  });
}

/** What cannot be opened shows nobody anything. */
function orNull<Opened>(open: () => Opened): Opened | null {
  try {
    return open();
  } catch (error) {
    if (isFault(error, 'corrupt')) return null;
    throw error;
  }
}
