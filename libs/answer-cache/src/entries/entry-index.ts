import { cacheKeys } from '@ragfleet/contracts';
import { type ChainableCommander, defineScript, type Redis, redisFault } from '@ragfleet/redis-connection';
import { rawId } from './tenant-ids.ts';

/** Where an entry is found by what it rests on. */
export interface IndexedEntry {
  readonly tenantId: string;
  readonly entryId: string;
  /** The first is the one that counts it. */
  readonly namespaces: readonly Buffer[];
  readonly documents: readonly string[];
  readonly nowMs: number;
  readonly keepMs: number;
}

/**
 * Members of one index beyond which those that expire first leave. Only housekeeping misses them: the change sequence
 * keeps what it would have evicted from being served unchecked.
 */
const MAX_MEMBERS = 10_000;
/** Parts of a namespace's index: up to 128 members a part, Redis keeps them as a list of 27 bytes each. */
const PARTS = 256;
/** Answers that cite a namespace beside that of their first citation. They are swept with it, and not counted. */
const BESIDE = 'beside';

const partName = (part: number): string => part.toString(16).padStart(2, '0');
const partOf = (entryId: string): string => partName(rawId(entryId)[0] ?? 0);

const nameOf = (namespace: Buffer): string => namespace.toString('base64url');

/** Every part of a namespace's index, that of answers which cite it beside another one last. */
export const namespaceParts = (tenantId: string, namespace: Buffer): readonly string[] =>
  [...Array.from({ length: PARTS }, (_, part) => partName(part)), BESIDE].map((part) =>
    cacheKeys.answersOfNamespace(tenantId, nameOf(namespace), part),
  );

/** The parts that count each entry once. */
export const countedParts = (tenantId: string, namespace: Buffer): readonly string[] =>
  namespaceParts(tenantId, namespace).slice(0, PARTS);

/** The part that counts an entry. */
export const countedPart = (tenantId: string, namespace: Buffer, entryId: string): string =>
  cacheKeys.answersOfNamespace(tenantId, nameOf(namespace), partOf(entryId));

/** Expiry times in whole seconds, which take half the bytes. Rounded up: an index outlives its entries. */
export const toSeconds = (timeMs: number): number => Math.ceil(timeMs / 1_000);

// KEYS: one index. ARGV: now and the expiry in seconds, 'GT' where a member never expires sooner than it did, members.
// A key without expiry counts as infinite for GT.
const ADD = `
local key, now, at, how = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
for place = 4, #ARGV do
  if how == 'GT' then redis.call('ZADD', key, 'GT', at, ARGV[place]) else redis.call('ZADD', key, at, ARGV[place]) end
end
redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
redis.call('ZREMRANGEBYRANK', key, 0, -${MAX_MEMBERS + 1})
if redis.call('EXPIREAT', key, at, 'GT') == 0 then redis.call('EXPIREAT', key, at, 'NX') end
return 1
`;

/**
 * Adds an entry to its indexes and takes out what has expired, so that an index never outgrows its entries: one call for
 * each, where its five commands took the process several times as long.
 */
export function createIndexEntry(redis: Redis): (entry: IndexedEntry) => Promise<void> {
  const add = defineScript(redis, 'rfIndexAnswer', 1, ADD);
  return async ({ tenantId, entryId, namespaces, documents, nowMs, keepMs }) => {
    const [primary = Buffer.alloc(0), ...beside] = namespaces;
    const times = [Math.floor(nowMs / 1_000), toSeconds(nowMs + keepMs)] as const;
    const keys = [
      countedPart(tenantId, primary, entryId),
      ...beside.map((namespace) => cacheKeys.answersOfNamespace(tenantId, nameOf(namespace), BESIDE)),
      ...documents.map((document) => cacheKeys.cites(tenantId, document)),
    ];
    await Promise.all([
      ...keys.map((key) => add([key], [...times, 'SET', rawId(entryId)])),
      add([cacheKeys.answerNamespaces(tenantId)], [...times, 'GT', ...namespaces]),
    ]);
  };
}

/** The replies of a pipeline; the first failure as a Fault. */
export async function pipelineReplies(pipeline: ChainableCommander): Promise<unknown[]> {
  const replies = await pipeline.exec().catch((error: unknown) => {
    throw redisFault(error);
  });
  return (replies ?? []).map(([error, reply]) => {
    if (error !== null) throw redisFault(error);
    return reply;
  });
}

/** Namespaces whose answers are counted and swept one by one: those whose last answer expires last. */
const MAX_NAMESPACES = 1_000;

export const namespacesWithAnswers = (redis: Redis, tenantId: string, nowMs: number): Promise<Buffer[]> =>
  redis.zrangebyscoreBuffer(
    cacheKeys.answerNamespaces(tenantId),
    toSeconds(nowMs),
    '+inf',
    'LIMIT',
    0,
    MAX_NAMESPACES,
  );
