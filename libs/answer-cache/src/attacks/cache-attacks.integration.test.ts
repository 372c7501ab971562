import { openTestRedis } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createKeyTracking } from '../near/key-tracking.ts';
import { untilSettled } from '../near/tracked-entries.fixture.ts';
import { createAttackBench, type NearMemory } from './attack-bench.fixture.ts';
import type { CacheAttack } from './cache-attack.fixture.ts';
import { CHANGE_ATTACKS } from './change-attacks.fixture.ts';
import { NAME_ATTACKS } from './name-attacks.fixture.ts';
import { NEIGHBOR_ATTACKS } from './neighbor-attacks.fixture.ts';
import { VALUE_ATTACKS } from './value-attacks.fixture.ts';

const NOTHING_FOUND = 'No relevant documents found.';

const { redis, url } = await openTestRedis({ role: 'cache' });

/** `foreign` when neither an answer of his own nor one that is his by right. */
async function outcomeOf(
  { before, prepare }: CacheAttack,
  near?: NearMemory,
): Promise<'miss' | 'own' | 'foreign' | 'not kept'> {
  const bench = createAttackBench(redis, near);
  const victim = await bench.ask(before);
  const isKept = victim.isFresh && victim.entry !== null && !(await bench.ask(before)).isFresh;
  if (!isKept) return 'not kept';
  // Asked for again and again: it is in the worker's memory by now.
  if (near) for (let times = 0; times < 3; times += 1) await bench.ask(before);
  const asking = await prepare(bench, victim);
  if (near) await untilSettled(near.tracking);
  const { result, isFresh } = await bench.ask(asking);
  if (result.cache.status !== 'miss') return result.answer === victim.result.answer ? 'own' : 'foreign';
  // Who can read nothing of it is told so, and no model is asked.
  if (result.model === null) return result.answer === NOTHING_FOUND ? 'miss' : 'foreign';
  const isOwn = result.answer.includes(` of ${asking.principal?.tenantId ?? bench.tenant} `);
  return isFresh && isOwn ? 'miss' : 'foreign';
}

function attacks(near: () => NearMemory | undefined): void {
  describe('a kept answer and who asks in another way', () => {
    it.each(NAME_ATTACKS)('$expected: $name', async (attack) => {
      expect(await outcomeOf(attack, near())).toBe(attack.expected);
    });
  });

  describe('a kept answer and what has changed since', () => {
    it.each(CHANGE_ATTACKS)('$expected: $name', async (attack) => {
      expect(await outcomeOf(attack, near())).toBe(attack.expected);
    });
  });

  describe('a cache Redis that somebody has written into', () => {
    it.each([...VALUE_ATTACKS, ...NEIGHBOR_ATTACKS])('$expected: $name', async (attack) => {
      expect(await outcomeOf(attack, near())).toBe(attack.expected);
    });
  });
}

describe('a worker that asks the store each time', () => {
  attacks(() => undefined);
});

describe('a worker that serves what it holds', () => {
  let near: NearMemory;
  const reads = { near: 0, store: 0 };
  beforeAll(async () => {
    const tracking = createKeyTracking({ url, name: 'test-attacks' });
    tracking.start();
    await vi.waitUntil(() => tracking.epoch() > 0, { timeout: 15_000 });
    near = { tracking, onRead: (source) => void (reads[source] += 1) };
  });
  afterAll(() => near.tracking.stop());

  attacks(() => near);

  it('has served out of its memory before each of them', () => {
    const count = [...NAME_ATTACKS, ...CHANGE_ATTACKS, ...VALUE_ATTACKS, ...NEIGHBOR_ATTACKS].length;
    expect(reads.near).toBeGreaterThanOrEqual(count);
  });
});
