import { setTimeout as pause } from 'node:timers/promises';
import { queueKeys } from '@ragfleet/contracts';
import { isFault } from '@ragfleet/kernel';
import { closeRedis, connectRedis } from '@ragfleet/redis-connection';
import { settlesWithin, startTestRedis, type TestRedis } from '@ragfleet/test-support';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createQueryEventReader } from '../events/query-event-reader.ts';
import type { LaneWorkers, QueryHandler } from '../lanes/contract.ts';
import { createLaneWorkers } from '../lanes/lane-workers.ts';
import type { QueryService } from './contract.ts';
import { createQueryService } from './query-service.ts';
import { commandOf, resultOf, sealer } from './query.test-data.ts';

const TENANT = 'acme';
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const slots = { reserved: { high: 1, normal: 1, low: 1 }, shared: 4 };
const never = new AbortController().signal;
const succeed: QueryHandler = async () => ({ status: 'succeeded', result: resultOf('42') });

let server: TestRedis;
let queryService: QueryService;
let workers: LaneWorkers | null;

beforeEach(async () => {
  server = await startTestRedis();
  queryService = createQueryService({ redisUrl: server.url, sealer });
  workers = null;
});
afterEach(async () => {
  await workers?.drain(1_000);
  await queryService.close();
  await server.stop();
});

const startWorkers = async (handler: QueryHandler): Promise<LaneWorkers> => {
  workers = createLaneWorkers({ redisUrl: server.url, sealer, handler, slots, logger: silent });
  await workers.start();
  return workers;
};
const refusal = async (
  idempotencyKey: string | null = null,
): Promise<{ fault: unknown; isInTime: boolean }> => {
  const submitted = queryService.submit(commandOf(TENANT, { idempotencyKey }));
  const isInTime = await settlesWithin(2_500, () => submitted);
  const fault: unknown = await submitted.then(
    () => null,
    (error: unknown) => error,
  );
  return { fault, isInTime };
};

describe('when the queue Redis goes away', () => {
  it('refuses within 2.5 s, says that the outcome is unknown, and takes queries again by itself', async () => {
    await queryService.submit(commandOf(TENANT));
    await server.kill();
    for (let count = 0; count < 3; count += 1) {
      const { fault, isInTime } = await refusal();
      expect(isFault(fault, 'unavailable')).toBe(true);
      expect((fault as Error).message).toMatch(/unknown.*same Idempotency-Key/);
      expect(isInTime).toBe(true);
    }
    await server.restart();
    const accepted = await vi.waitFor(() => queryService.submit(commandOf(TENANT)));
    expect(accepted.record.status).toBe('queued');
  });

  it('refuses within 2.5 s also when Redis is frozen, and a retry with the same key makes one query', async () => {
    await queryService.submit(commandOf(TENANT));
    const admin = connectRedis({ url: server.url, profile: 'blocking', name: 'admin' });
    await admin.client('PAUSE', 3_000, 'ALL');
    const { fault, isInTime } = await refusal('frozen');
    expect(isFault(fault, 'unavailable')).toBe(true);
    expect(isInTime).toBe(true);
    const retry = await vi.waitFor(() =>
      queryService.submit(commandOf(TENANT, { idempotencyKey: 'frozen' })),
    );
    expect(await admin.zcard(queueKeys.openQueries(TENANT))).toBe(2);
    expect(await admin.lpos('bull:rag-normal:wait', retry.record.queryId)).not.toBeNull();
    await closeRedis(admin, 500);
  });

  it('loses nothing that it accepted, and answers it all after the restart', {
    timeout: 40_000,
  }, async () => {
    await startWorkers(succeed);
    const accepted = new Set<string>();
    const load = new AbortController();
    const keepAsking = async (): Promise<void> => {
      while (!load.signal.aborted) {
        await queryService.submit(commandOf(TENANT)).then(
          ({ record }) => accepted.add(record.queryId),
          () => pause(20),
        );
      }
    };
    const clients = Array.from({ length: 8 }, keepAsking);
    await vi.waitUntil(() => accepted.size > 100);
    await server.kill();
    await server.restart();
    const before = accepted.size;
    await vi.waitUntil(() => accepted.size > before + 100);
    load.abort();
    await Promise.all(clients);
    const ends = await Promise.all(
      [...accepted].map((id) => queryService.waitUntilTerminal(TENANT, id, 20_000, never)),
    );
    expect(new Set(ends.map((record) => record?.status))).toEqual(new Set(['succeeded']));
  });

  it('drains in time', async () => {
    const lanes = await startWorkers(() => new Promise(() => undefined));
    const { record } = await queryService.submit(commandOf(TENANT));
    await vi.waitUntil(async () => (await queryService.get(TENANT, record.queryId))?.status === 'running');
    await server.kill();
    expect(await settlesWithin(1_800, () => lanes.drain(1_500))).toBe(true);
  });

  it('leaves no connection behind when it drains without ever having reached Redis', async () => {
    await server.kill();
    const lanes = await startWorkers(succeed);
    expect(await settlesWithin(1_300, () => lanes.drain(1_000))).toBe(true);
    await server.restart();
    const admin = connectRedis({ url: server.url, profile: 'blocking', name: 'admin' });
    await vi.waitUntil(async () => String(await admin.client('LIST')).includes('name=query-service '));
    await pause(2_500); // longer than the longest pause between two attempts to connect
    expect(String(await admin.client('LIST'))).not.toContain('lane-workers');
    await closeRedis(admin, 500);
  });

  it('lets event readers go on where they were', async () => {
    const reader = createQueryEventReader({ redisUrl: server.url, sealer, publicUrl: null });
    const { record } = await queryService.submit(commandOf(TENANT));
    const seen: string[] = [];
    const reading = (async () => {
      for await (const event of reader.read(TENANT, record.queryId, null, never)) seen.push(event.type);
    })();
    await vi.waitUntil(() => seen.length === 1);
    await server.kill();
    await server.restart();
    await startWorkers(succeed);
    await reading;
    expect(seen).toEqual(['status', 'status', 'done']);
    await reader.close();
  });
});
