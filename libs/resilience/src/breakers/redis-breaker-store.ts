import { randomUUID } from 'node:crypto';
import { queueKeys } from '@ragfleet/contracts';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';
import { z } from 'zod';
import { BREAKER_STEP } from './breaker-script.ts';
import type { BreakerRules, BreakerState, BreakerStore } from './breaker-store.ts';

export interface RedisBreakerStore extends BreakerStore {
  /** Every breaker that somebody has used in the last day, by name. */
  list(): Promise<readonly (BreakerState & { readonly name: string })[]>;
}

const stepReply = z.tuple([
  z.enum(['closed', 'open', 'half-open']),
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  z.number(),
]);
const news = z.tuple([z.string(), stepReply]);
/** For a reading, which the rules are no part of. */
const NO_RULES: BreakerRules = { consecutiveFailures: 1, resetMs: 1, confirmMs: 0 };

/**
 * Breakers on the queue Redis: one script for each step, O(1) in calls and processes. Faults: `unavailable`.
 * `redis`: a fail-fast connection that the caller closes.
 */
export function createRedisBreakerStore({ redis }: { readonly redis: Redis }): RedisBreakerStore {
  const script = defineScript(redis, 'rfBreakerStep', 2, BREAKER_STEP);
  const run = async (
    step: 'read' | 'report' | 'take' | 'end',
    [name, rules]: readonly [string, BreakerRules],
    args: readonly (string | number)[],
  ): Promise<{ readonly state: BreakerState; readonly isLent: boolean }> => {
    const { consecutiveFailures, resetMs, confirmMs } = rules;
    const reply = stepReply.parse(
      await script(
        [queueKeys.breaker(name), queueKeys.breakers],
        [step, name, queueKeys.breakerChannel, consecutiveFailures, resetMs, confirmMs, ...args],
      ),
    );
    return { state: stateOf(reply), isLent: reply[5] === 1 };
  };
  return {
    report: async (name, rules, seen) => {
      const { calls, failures, failedSinceMs, ownFailuresInARow, succeededSinceMs, longestMs } = seen;
      const args = [
        calls,
        failures,
        succeededSinceMs ?? -1,
        ownFailuresInARow,
        longestMs ?? -1,
        ...failedSinceMs,
      ];
      return (await run('report', [name, rules], args)).state;
    },
    takeProbe: async (name, rules) => {
      const id = randomUUID();
      const { state, isLent } = await run('take', [name, rules], [id]);
      return { state, probe: isLent ? { id, opening: state.opening } : null };
    },
    endProbe: async (name, rules, { id, opening }, outcome) =>
      (await run('end', [name, rules], [id, opening, outcome])).state,
    list: async () => {
      const names = await redisReply(redis.zrange(queueKeys.breakers, 0, '-1'));
      return Promise.all(
        names.toSorted().map(async (name) => ({ name, ...(await run('read', [name, NO_RULES], [])).state })),
      );
    },
  };
}

/** A message of the channel of breakers: which one, and its state. Null for one that cannot be read. */
export function readBreakerNews(
  message: string,
): { readonly name: string; readonly state: BreakerState } | null {
  const parsed = news.safeParse(parseJson(message));
  return parsed.success ? { name: parsed.data[0], state: stateOf(parsed.data[1]) } : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const stateOf = ([state, failures, openedAt, opening, resetInMs]: z.output<
  typeof stepReply
>): BreakerState => ({
  state,
  failures,
  openedAtMs: openedAt === 0 ? null : openedAt,
  opening,
  resetInMs,
});
