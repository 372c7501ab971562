import { createAnswerEntries, createKeyTracking, type RunningKeyTracking } from '@ragfleet/answer-cache';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { setTimeout as delay } from 'node:timers/promises';
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
  /** Readings of ours since the start, and those that were served out of this process. */
  readonly reads: () => OwnReads;
  readonly close: () => Promise<void>;
}

export interface OwnReads {
  readonly near: number;
  readonly store: number;
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

/**
 * Every side over as many answers of its own on one server. Ours reads as a query-worker does: under its connection's
 * limit, with the server telling it of changes.
 */
export async function createLookupSides(server: BenchRedis, keys: number): Promise<LookupSides> {
  const { tenantId } = BENCH_PLACE;
  const sealer = createBenchSealer();
  const writer = createAnswerEntries({ redis: server.redis, sealer });
  const redis = connectRedis({ url: server.url, profile: 'cache', name: 'bench-cache' });
  await whenReady(redis, READY_MS);
  const tracking = createKeyTracking({ url: server.url, name: 'bench' });
  await whenTracked(tracking);
  const reads = { near: 0, store: 0 };
  const reader = createAnswerEntries({ redis, sealer, tracking, onRead: (source) => (reads[source] += 1) });
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
    reads: () => ({ ...reads }),
    close: async () => {
      await tracking.stop();
      await langChainOwn.close();
      await closeRedis(redis, 2_000);
    },
  };
}

async function whenTracked(tracking: RunningKeyTracking): Promise<void> {
  tracking.start();
  const untilMs = performance.now() + READY_MS;
  while (tracking.epoch() === 0) {
    if (performance.now() > untilMs) throw new Error('The server does not tell of changes.');
    await delay(10);
  }
}
