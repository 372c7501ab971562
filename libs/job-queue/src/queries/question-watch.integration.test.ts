import type { Lane } from '@ragfleet/kernel';
import { openTestRedis } from '@ragfleet/test-support';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { START_WINDOW_MS } from './lane-pace.ts';
import { commandOf, sealer } from './query.test-data.ts';
import { createQueryService } from './query-service.ts';
import { createQueryStateStore } from './query-state-store.ts';
import { createQuestionWatch } from './question-watch.ts';

const server = await openTestRedis();
const { redis } = server;
/** Ten seconds into a window. */
const BEGIN_MS = 1_000 * START_WINDOW_MS + 10_000;
let nowMs = BEGIN_MS;
const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
const queryService = createQueryService({ redisUrl: server.url, sealer });
const ledger = createQueryStateStore({ redis, sealer, clock });
async function begin(lane: Lane): Promise<void> {
  const { record } = await queryService.submit(commandOf('acme', { lane }));
  await ledger.begin('acme', record.queryId);
}

afterAll(() => queryService.close());
beforeEach(async () => {
  nowMs = BEGIN_MS;
  await redis.flushall();
});

describe('a watch for questions', () => {
  it('sees none where none began', async () => {
    expect(await createQuestionWatch({ redis, clock }).areAsked()).toBe(false);
  });

  it('sees questions of the lanes that people wait on, and not those of the low one', async () => {
    for (const [lane, isSeen] of [
      ['low', false],
      ['normal', true],
      ['high', true],
    ] as const) {
      await redis.flushall();
      await begin(lane);
      expect(await createQuestionWatch({ redis, clock }).areAsked(), lane).toBe(isSeen);
    }
  });

  it('forgets a question after five seconds, and sees the next one', async () => {
    const watch = createQuestionWatch({ redis, clock });
    await begin('high');
    expect(await watch.areAsked()).toBe(true);
    nowMs += 4_999;
    expect(await watch.areAsked()).toBe(true);
    nowMs += 1;
    expect(await watch.areAsked()).toBe(false);
    await begin('high');
    nowMs += 500;
    expect(await watch.areAsked()).toBe(true);
  });

  it('sees a question that began at the end of a window', async () => {
    const watch = createQuestionWatch({ redis, clock });
    await watch.areAsked();
    nowMs += START_WINDOW_MS - 10_001;
    await begin('high');
    nowMs += 1;
    expect(await watch.areAsked()).toBe(true);
  });

  it('asks Redis twice a second at the most', async () => {
    const watch = createQuestionWatch({ redis, clock });
    await watch.areAsked();
    await begin('high');
    nowMs += 499;
    expect(await watch.areAsked()).toBe(false);
    nowMs += 1;
    expect(await watch.areAsked()).toBe(true);
  });

  it('gives way to nobody while Redis is away', async () => {
    const away = redis.duplicate({ lazyConnect: true, enableOfflineQueue: false });
    expect(await createQuestionWatch({ redis: away, clock }).areAsked()).toBe(false);
    away.disconnect();
  });
});
