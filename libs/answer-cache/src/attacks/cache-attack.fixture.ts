import type { Answered, Asking, AttackBench } from './attack-bench.fixture.ts';

/**
 * Somebody has an answer in the cache. `prepare` does what an attacker does, or what changes the world, and says who
 * asks then. `miss`: who asks gets an answer of his own. `own`: the kept answer is his by right and is still served.
 */
export interface CacheAttack {
  readonly name: string;
  /** How the answer in the cache was asked for. */
  readonly before?: Asking;
  readonly prepare: (bench: AttackBench, victim: Answered) => Asking | Promise<Asking>;
  readonly expected: 'miss' | 'own';
}

export const missed = (name: string, prepare: CacheAttack['prepare'], before: Asking = {}): CacheAttack => ({
  name,
  before,
  prepare,
  expected: 'miss',
});
