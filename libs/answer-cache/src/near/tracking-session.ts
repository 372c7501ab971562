import { cacheKeys } from '@ragfleet/contracts';
import { Fault, untilAborted } from '@ragfleet/kernel';
import { connectRedis, type Redis, redisReply, whenReady } from '@ragfleet/redis-connection';
import { randomUUID } from 'node:crypto';
import { inTime } from '../flight/in-time.ts';
import { pipelineReplies } from '../entries/entry-index.ts';

export interface TrackingSessionOptions {
  readonly url: string;
  /** Of its two connections, in `CLIENT LIST`. */
  readonly name: string;
  /** Hears each key that was read on the session's connection and has changed since; `all` when the server was emptied. */
  readonly onChanged: (keys: readonly string[] | 'all') => void;
  /** Ends the session. */
  readonly signal: AbortSignal;
}

/** Two connections: one to read on, and one on which the server tells of what was read there and has changed. */
export interface TrackingSession {
  readonly redis: Redis;
  /** Aborted as soon as one of the two is lost. Nothing is heard from then on, and the session does not come back. */
  readonly lost: AbortSignal;
  /**
   * Changes a key of its own that it has read and waits until it is told so. The server tells in order: all that had
   * changed before the call is known then. Rejects with a Fault when nothing is heard in time.
   */
  prove(): Promise<void>;
  close(): void;
}

const CHANNEL = '__redis__:invalidate';
const OPEN_MS = 2_000;
const PROOF_MS = 2_000;
const PROBE_KEPT_MS = 10_000;

/** Nothing is proven yet. Faults: `unavailable` when the server is away, `internal` when it tracks nothing for us. */
export async function openTrackingSession(options: TrackingSessionOptions): Promise<TrackingSession> {
  const { url, name, signal } = options;
  // Version 2: there the changes come as messages, which ioredis hands on.
  const listener = connectRedis({ url, profile: 'fail-fast', name: `${name}-changes`, protocol: 2 });
  // Patient, unlike the cache's: a busy moment is no reason to take a proof for failed. Readings have a limit of their own.
  const redis = connectRedis({ url, profile: 'fail-fast', name: `${name}-near` });
  const ending = new AbortController();
  // A connection that comes back has another id and has missed what was said meanwhile: both leave with it.
  const end = (): void => {
    ending.abort(new Fault('unavailable', 'A connection to the cache Redis was lost.'));
    listener.disconnect();
    redis.disconnect();
    signal.removeEventListener('abort', end);
  };
  listener.once('close', end);
  redis.once('close', end);
  signal.addEventListener('abort', end);
  const lost = ending.signal;
  const prove = createProof({ listener, redis, lost }, options);
  try {
    await untilAborted(Promise.all([whenReady(listener, OPEN_MS), whenReady(redis, OPEN_MS)]), lost);
    const id = await redisReply(listener.client('ID'));
    await redisReply(listener.subscribe(CHANNEL));
    await redisReply(redis.client('TRACKING', 'ON', 'REDIRECT', id));
  } catch (error) {
    end();
    throw error;
  }
  return { redis, lost, prove, close: end };
}

interface Connections {
  readonly listener: Redis;
  readonly redis: Redis;
  readonly lost: AbortSignal;
}

function createProof(
  { listener, redis, lost }: Connections,
  { onChanged }: TrackingSessionOptions,
): () => Promise<void> {
  const proofs = new Map<string, () => void>();
  // A list of keys, or nothing when the server was emptied; never the bytes that ioredis's types speak of.
  listener.on('messageBuffer', (_channel: Buffer, message: unknown) => {
    if (lost.aborted) return;
    if (!Array.isArray(message)) return onChanged('all');
    const keys = message.map(String);
    onChanged(keys);
    for (const key of keys) proofs.get(key)?.();
  });
  return async () => {
    lost.throwIfAborted();
    const probe = cacheKeys.nearProbe(randomUUID());
    const { promise: heard, resolve } = Promise.withResolvers<void>();
    proofs.set(probe, resolve);
    try {
      await pipelineReplies(redis.pipeline().get(probe).set(probe, '', 'PX', PROBE_KEPT_MS));
      await untilAborted(inTime(PROOF_MS, heard), lost);
    } finally {
      proofs.delete(probe);
    }
  };
}
