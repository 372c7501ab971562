import type { AnswerEntries } from '@ragfleet/rag-core';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { createSealer, type Sealer } from '@ragfleet/sealing';
import { randomBytes, randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import { createAnswerEntries } from '../entries/answer-entries.ts';
import { createKeyTracking, type RunningKeyTracking, type TrackingState } from './key-tracking.ts';

/** Of every process of a test: one fleet, one key. */
export const SEALER: Sealer = createSealer(randomBytes(32).toString('base64'));

/** A process that serves what it holds, on a server that tells it of changes. */
export interface TrackedEntries {
  readonly entries: AnswerEntries;
  readonly tracking: RunningKeyTracking;
  readonly redis: Redis;
  readonly states: TrackingState[];
  /** Readings so far by where they were served from. */
  readonly reads: { near: number; store: number };
  /** Resolves when it hears of changes. */
  hearing(): Promise<void>;
  /** Ids of its two connections on the server. */
  connectionIds(kind: 'near' | 'changes'): Promise<string[]>;
  close(): Promise<void>;
}

const HEARING_MS = 15_000;

export async function openTrackedEntries(url: string): Promise<TrackedEntries> {
  const name = `test-${randomUUID()}`;
  const redis = connectRedis({ url, profile: 'fail-fast', name });
  await whenReady(redis, 5_000);
  const states: TrackingState[] = [];
  const tracking = createKeyTracking({ url, name, onState: (state) => void states.push(state) });
  const reads = { near: 0, store: 0 };
  const onRead = (source: 'near' | 'store'): void => void (reads[source] += 1);
  const entries = createAnswerEntries({ redis, sealer: SEALER, tracking, onRead });
  tracking.start();
  return {
    entries,
    tracking,
    redis,
    states,
    reads,
    hearing: () => vi.waitUntil(() => tracking.epoch() > 0, { timeout: HEARING_MS }).then(() => undefined),
    connectionIds: async (kind) => {
      const list = String(await redis.client('LIST')).split('\n');
      const own = list.filter((line) => line.includes(` name=${name}-${kind} `));
      return own.map((line) => /^id=(\d+) /.exec(line)?.[1] ?? '');
    },
    close: async () => {
      await tracking.stop();
      await closeRedis(redis, 500);
    },
  };
}

/** Reads until this process serves it without asking. */
export async function untilNear(
  { entries, reads }: TrackedEntries,
  tenantId: string,
  id: string,
): Promise<void> {
  await vi.waitUntil(
    async () => {
      const before = reads.near;
      await entries.read(tenantId, [id]);
      return reads.near > before;
    },
    { timeout: HEARING_MS, interval: 5 },
  );
}

/** All that has changed so far was heard; on a busy machine after another try. */
export const untilSettled = (tracking: RunningKeyTracking): Promise<void> =>
  vi.waitFor(() => tracking.settled(), { timeout: HEARING_MS });
