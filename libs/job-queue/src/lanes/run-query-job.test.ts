import { systemClock } from '@ragfleet/kernel';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BegunQuery, QueryStateStore, Settlement } from '../queries/contract.ts';
import { resultOf, sealer } from '../queries/query.test-data.ts';
import type { QueryHandler } from './contract.ts';
import { createRunQueryJob } from './run-query-job.ts';

const QUERY = { tenantId: 'acme', queryId: 'q_1' };
const never = new AbortController().signal;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Has a word of a model every second for so many, shown or not, and then ends. */
const speaking =
  (seconds: number): QueryHandler =>
  ({ noteProgress, signal }) =>
    new Promise((resolve, reject) => {
      let said = 0;
      const speak = (): void => {
        if (signal.aborted) return reject(signal.reason as Error);
        said += 1;
        noteProgress();
        if (said === seconds) return resolve({ status: 'succeeded', result: resultOf('said') });
        setTimeout(speak, 1_000);
      };
      speak();
    });

/** No model says anything; that is told. */
const silent: QueryHandler = ({ events, signal }) =>
  new Promise((_resolve, reject) => {
    const tell = setInterval(() => events.append('reset', { run: 2 }), 5_000);
    signal.addEventListener('abort', () => {
      clearInterval(tell);
      reject(signal.reason as Error);
    });
  });

function stage(handler: QueryHandler) {
  const settled: Settlement[] = [];
  const record = { ...QUERY, attempt: 1, createdAtMs: Date.now() };
  const ledger = {
    begin: async () => ({ record, timesWaited: 0 }) as unknown as BegunQuery,
    settle: async (_tenantId: string, _queryId: string, settlement: Settlement) => {
      settled.push(settlement);
      return true;
    },
  } as unknown as QueryStateStore;
  const run = createRunQueryJob({
    ledger,
    handler,
    sealer,
    clock: systemClock,
    append: async () => true,
    watchCancellation: () => ({ signal: never, [Symbol.dispose]: () => undefined }),
    handOver: { prepare: () => null, enqueue: async () => undefined },
    onEnded: () => undefined,
  });
  const job = (deadlineMs: number) =>
    run({
      lane: 'normal',
      job: { ...QUERY, deadlineAtMs: Date.now() + deadlineMs },
      enqueuedAtMs: Date.now(),
      isLastAttempt: false,
      isLastChance: false,
      handBack: never,
    });
  return { job, settled };
}

describe('an attempt', () => {
  it('that is still being written after a minute fails, and is not paid for again', async () => {
    const { job, settled } = stage(speaking(150));
    const outcome = job(300_000);
    await vi.advanceTimersByTimeAsync(62_000);
    expect(await outcome).toMatchObject({ kind: 'failed', fault: { kind: 'timeout' } });
    const detail: unknown = expect.stringContaining('60 s');
    expect(settled).toMatchObject([{ status: 'failed', error: { detail, retryable: false } }]);
  });

  it('that stands still is tried again after a minute', async () => {
    const { job, settled } = stage(silent);
    const outcome = job(300_000);
    await vi.advanceTimersByTimeAsync(62_000);
    expect(await outcome).toMatchObject({ kind: 'retry', fault: { kind: 'timeout' } });
    expect(settled).toEqual([]);
  });

  it('that is being written at the deadline expires', async () => {
    const { job, settled } = stage(speaking(150));
    const outcome = job(40_000);
    await vi.advanceTimersByTimeAsync(43_000);
    expect(await outcome).toEqual({ kind: 'ended' });
    expect(settled).toMatchObject([{ status: 'expired' }]);
  });
});
