import { createAnswerEntries } from '@ragfleet/answer-cache';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { getAnswer, keepAnswer } from '../../../floors/exact-lookup.ts';
import { sampleAnswer } from '../../answers/sample-answer.ts';
import { BENCH_PLACE, createBenchSealer } from '../../answers/cache-place.ts';
import { inBatches } from '../../answers/in-batches.ts';
import { importPeer } from '../../peers.ts';
import type { BenchRedis } from '../../servers/bench-redis.ts';
import { entryIdOf, lookUpExact } from './lookup-exact.ts';

export const OURS = 'ours';
export const FLOOR = 'raw GET';
export const LANGCHAIN = 'LangChain RedisCache over the same client';
export const LANGCHAIN_OWN = 'LangChain RedisCache over node-redis';

/** The answer's text, or null when it is not there. */
export type Lookup = (question: string) => Promise<string | null>;

export interface LookupSides {
  readonly sides: ReadonlyMap<string, Lookup>;
  /** Lookups of ours that the connection's own limit of 50 ms ended, since the start. */
  readonly late: () => number;
  readonly close: () => Promise<void>;
}

interface LangChainCache {
  readonly keep: (prompt: string, text: string) => Promise<void>;
  readonly lookup: Lookup;
}
interface LangChainPeer {
  readonly connectLangChainCache: (url: string) => Promise<LangChainCache & { close(): Promise<unknown> }>;
  readonly cacheOver: (client: object) => LangChainCache;
}

const FILL_AT_ONCE = 64;
const READY_MS = 10_000;

/** Every side over as many answers of its own on one server. Ours reads as the product does: under its connection's limit. */
export async function createLookupSides(server: BenchRedis, keys: number): Promise<LookupSides> {
  const { tenantId } = BENCH_PLACE;
  const sealer = createBenchSealer();
  const writer = createAnswerEntries({ redis: server.redis, sealer });
  const redis = connectRedis({ url: server.url, profile: 'cache', name: 'bench-cache' });
  await whenReady(redis, READY_MS);
  const reader = createAnswerEntries({ redis, sealer });
  const peer = await importPeer<LangChainPeer>('langchain-cache.mjs');
  const langChain = peer.cacheOver(server.redis);
  const langChainOwn = await peer.connectLangChainCache(server.url);

  await inBatches(keys, FILL_AT_ONCE, async (at) => {
    const { question, value, entry, keeping } = sampleAnswer(at, BENCH_PLACE);
    await writer.write(tenantId, entryIdOf(writer, tenantId, entry.question), entry, keeping);
    await keepAnswer(server.redis, question, value);
    await langChain.keep(question, value);
  });

  let late = 0;
  const ours: Lookup = async (question) => {
    try {
      return await lookUpExact(reader, BENCH_PLACE, question);
    } catch {
      late += 1;
      return 'late';
    }
  };
  return {
    sides: new Map([
      [OURS, ours],
      [FLOOR, (question) => getAnswer(server.redis, question)],
      [LANGCHAIN, langChain.lookup],
      [LANGCHAIN_OWN, langChainOwn.lookup],
    ]),
    late: () => late,
    close: async () => {
      await langChainOwn.close();
      await closeRedis(redis, 2_000);
    },
  };
}
