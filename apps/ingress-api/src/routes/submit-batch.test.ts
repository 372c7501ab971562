import type { AdmitCommand, AdmittedQuery } from '@ragfleet/job-queue';
import { Fault } from '@ragfleet/kernel';
import { parseAllowHosts } from '@ragfleet/webhook-delivery';
import { describe, expect, it } from 'vitest';
import { caller, recordOf } from './admission.test-data.ts';
import { idempotencyKeyOf } from './request-headers.ts';
import { submitAll } from './submit-batch.ts';

const AWAY = new Fault('unavailable', 'Redis is away.');
const FULL = new Fault('rate-limited', 'Slow down.');

interface Submitted {
  readonly outcome: unknown;
  readonly rounds: number;
  readonly calls: number;
  /** What the fleet's own log hears. */
  readonly faults: readonly unknown[];
}

/** Submits so many questions to a query service that answers all that are under way at once, round after round. */
async function submit(
  count: number,
  admit: (command: AdmitCommand) => AdmittedQuery,
  idempotencyKey: string | null = null,
): Promise<Submitted> {
  const faults: unknown[] = [];
  let waiting: (() => void)[] = [];
  let rounds = 0;
  let calls = 0;
  const answerAll = (): void => {
    rounds += 1;
    const answered = waiting;
    waiting = [];
    for (const answer of answered) answer();
  };
  const ports = {
    queryService: {
      submit: (command: AdmitCommand) =>
        new Promise<AdmittedQuery>((resolve) => {
          calls += 1;
          if (waiting.length === 0) setImmediate(answerAll);
          waiting.push(() => resolve(Promise.resolve(command).then(admit)));
        }),
    },
    metrics: { count: () => undefined },
    callbackRules: { allowHosts: parseAllowHosts(''), isElsewhere: () => false },
    publicUrl: null,
    onItemFault: (error: unknown) => void faults.push(error),
  };
  const items = Array.from({ length: count }, (_, at) => ({ question: String(at) }));
  const batch = { caller, items, idempotencyKey, requestId: 'r' };
  const outcome = await submitAll(ports as unknown as Parameters<typeof submitAll>[0], batch).then(
    (results) => results as Readonly<Record<string, unknown>>[],
    (error: unknown) => error,
  );
  return { outcome, rounds, calls, faults };
}

describe('a batch of a thousand questions', () => {
  it('is submitted in a few rounds, and answered in order', async () => {
    const { outcome, rounds } = await submit(1_000, recordOf);
    expect(rounds).toBeLessThanOrEqual(8);
    expect((outcome as { id: string }[]).map(({ id }) => id)).toEqual(
      Array.from({ length: 1_000 }, (_, at) => `q_${at}`),
    );
  });

  it('has a problem in the place of each question that is refused', async () => {
    const { outcome } = await submit(300, (command) => {
      if (Number(command.submission.question) % 3 === 0) throw FULL;
      return recordOf(command);
    });
    const results = outcome as Readonly<Record<string, unknown>>[];
    expect(
      results.map((result) => ('status' in result && result['status'] === 429 ? 'refused' : result['id'])),
    ).toEqual(Array.from({ length: 300 }, (_, at) => (at % 3 === 0 ? 'refused' : `q_${at}`)));
    expect(results[3]).toMatchObject({ instance: '/v1/queries/batch#/queries/3' });
  });

  it('asks no more of a Redis that is away than what was under way', async () => {
    const { outcome, calls } = await submit(1_000, () => {
      throw AWAY;
    });
    expect(outcome).toBe(AWAY);
    expect(calls).toBeLessThanOrEqual(128);
  });

  it('tells the log the first fault of the fleet itself, which its caller is asked to report', async () => {
    const failure = new TypeError('not a function');
    const { outcome, faults } = await submit(3, () => {
      throw failure;
    });
    expect(outcome).toMatchObject([{ status: 500 }, { status: 500 }, { status: 500 }]);
    expect(faults).toEqual([failure]);
  });

  it('tells the log nothing of what is refused', async () => {
    const { faults } = await submit(3, () => {
      throw FULL;
    });
    expect(faults).toEqual([]);
  });

  it('remembers each question under a key that no other request can send', async () => {
    const keys: (string | null)[] = [];
    await submit(
      2,
      (command) => {
        keys.push(command.idempotencyKey);
        return recordOf(command);
      },
      'order-17',
    );
    expect(new Set(keys).size).toBe(2);
    for (const key of keys) expect(() => idempotencyKeyOf(key ?? undefined)).toThrow(Fault);
  });
});
