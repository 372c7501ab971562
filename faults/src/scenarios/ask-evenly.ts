import { setTimeout as delay } from 'node:timers/promises';
import type { Accepted, Ask, Asking } from '../asking/contract.ts';

export interface AskedAt {
  readonly query: Accepted;
  /** When its client began to ask. */
  readonly atMs: number;
}

export interface EvenAsk extends Omit<Ask, 'question' | 'idempotencyKey'> {
  readonly count: number;
  readonly perSecond: number;
}

/** Asks at even times and says when. Resolves when each is accepted. */
export async function askEvenly(
  asking: Asking,
  { count, perSecond, ...ask }: EvenAsk,
): Promise<readonly AskedAt[]> {
  const startedAt = performance.now();
  const begin = async (at: number): Promise<AskedAt> => {
    await delay(Math.max(0, startedAt + (at * 1_000) / perSecond - performance.now()));
    const atMs = Date.now();
    return { query: await asking.ask(ask), atMs };
  };
  return Promise.all(Array.from({ length: count }, (_, at) => begin(at)));
}
